from django.db import migrations, models

ROLES = [
    ("original", "original"),
    ("cover", "cover"),
    ("small_cover", "small cover"),
    ("searchable_pdf", "searchable PDF"),
    ("stream", "stream"),
    ("captions", "captions"),
]


class Migration(migrations.Migration):
    dependencies = [("repository", "0006_page_image_sizes")]

    operations = [
        migrations.AlterField("resourcefile", "role", models.CharField(choices=ROLES, max_length=15)),
    ]
