"""Collections may have a page for readers; those that exist have none until a librarian shows them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("repository", "0004_dates_within_bounds")]
    operations = [
        migrations.AddField(
            model_name="collection",
            name="is_shown",
            field=models.BooleanField(default=False, verbose_name="show it to readers"),
        ),
    ]
