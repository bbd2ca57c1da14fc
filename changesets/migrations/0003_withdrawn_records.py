"""How many records an undone act withdrew instead of deleting them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the number to acts; those of before have 0."""

    dependencies = [("changesets", "0002_records_of_an_act")]

    operations = [
        migrations.AddField(model_name="changeset", name="withdrawn", field=models.PositiveIntegerField(default=0)),
    ]
