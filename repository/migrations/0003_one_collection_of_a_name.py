"""The names of a school's collections are different."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("repository", "0002_rename_collections")]

    operations = [
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(fields=("school", "name"), name="one_collection_of_a_name"),
        ),
    ]
