import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("repository", "0005_collection_is_shown")]

    operations = [
        migrations.AddField("pageimage", "sized_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "pageimage",
            models.Index(condition=models.Q(("sized_at", None)), fields=["-id"], name="page_images_without_sizes"),
        ),
        migrations.CreateModel(
            name="PageImageSize",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("width", models.PositiveIntegerField()),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="page_image_sizes",
                        to="repository.blob",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sizes", to="repository.pageimage"
                    ),
                ),
            ],
            options={
                "ordering": ["width"],
                "constraints": [
                    models.UniqueConstraint(fields=("image", "width"), name="one_page_image_size_for_each_width")
                ],
            },
        ),
    ]
