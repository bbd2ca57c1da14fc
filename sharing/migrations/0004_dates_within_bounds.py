"""Bring dates such as 31/12/9999 within the bounds of the forms."""

from django.db import migrations

from accounts.date_bounds import bring_within_bounds


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_once_in_a_group")]

    operations = [
        migrations.RunPython(
            bring_within_bounds("sharing", "Clause", start="since", end="until"), migrations.RunPython.noop
        ),
    ]
