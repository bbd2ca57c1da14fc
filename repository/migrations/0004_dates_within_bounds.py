"""Bring dates such as 31/12/9999 within the bounds of the forms."""

from django.db import migrations

from accounts.date_bounds import bring_within_bounds


class Migration(migrations.Migration):
    dependencies = [("repository", "0003_one_collection_of_a_name")]

    operations = [
        migrations.RunPython(
            bring_within_bounds("repository", "Resource", start="opens_at", end="closes_at"), migrations.RunPython.noop
        ),
    ]
