"""Bring dates such as 31/12/9999 within the bounds of the forms."""

from django.db import migrations

from accounts.date_bounds import bring_within_bounds


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_one_membership_for_each_role")]

    operations = [
        migrations.RunPython(
            bring_within_bounds("accounts", "Membership", start="since", end="until"), migrations.RunPython.noop
        ),
    ]
