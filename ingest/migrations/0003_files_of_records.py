"""Say what files that arrive in parts are for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ingest", "0002_page_notes")]

    operations = [
        migrations.AddField(
            model_name="filegroup",
            name="purpose",
            field=models.CharField(
                blank=True, choices=[("", "digitisation"), ("records", "import of records")], default="", max_length=10
            ),
        ),
    ]
