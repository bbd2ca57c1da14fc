"""Bring the days of news, such as 31/12/9999, within the bounds of the forms."""

from django.db import migrations

from accounts.form_rules import FIRST_DAY, LAST_DAY


def bring_days_within_bounds(apps, schema_editor):
    """Set days that no form accepts to the nearest that one does; a draft with such a day is refused when saved."""
    news = apps.get_model("portal", "NewsPage").objects
    news.filter(day__gt=LAST_DAY).update(day=LAST_DAY)
    news.filter(day__lt=FIRST_DAY).update(day=FIRST_DAY)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunPython(bring_days_within_bounds, migrations.RunPython.noop)]
