"""The loans of one title are asked for whenever it is lent: those that are out, and when the last one ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circulation", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(fields=["resource", "ended_at"], name="circulation_resourc_e62f92_idx"),
        ),
    ]
