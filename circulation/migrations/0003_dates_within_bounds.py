"""Bring dates such as 31/12/9999 within the bounds of the forms."""

from django.db import migrations

from accounts.date_bounds import bring_within_bounds


class Migration(migrations.Migration):
    dependencies = [("circulation", "0002_licence_entered_once")]

    operations = [
        migrations.RunPython(
            bring_within_bounds("circulation", "Licence", start="starts_at", end="ends_at"), migrations.RunPython.noop
        ),
    ]
