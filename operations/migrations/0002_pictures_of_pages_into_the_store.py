"""Copy the pictures of pages, which version 0.1 had in VAR_DIR/media, to the store. The folder stays as it was."""

from django.db import migrations

from repository.media_storage import copy_from_older_version


def copy_pictures(apps, schema_editor):
    """Raise StoreError while the store does not respond: the migration is then repeated."""
    if schema_editor.connection.alias == "default":
        copy_from_older_version()


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial")]
    operations = [migrations.RunPython(copy_pictures, migrations.RunPython.noop, elidable=True)]
