"""PostgreSQL sorts text by the rules of a language, which skip the marks of our sort keys: there they sort as bytes."""

from django.db import migrations


def set_collation(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE repository_resource ALTER COLUMN sort_title TYPE varchar(2000) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("repository", "0002_dirty_by_school")]
    operations = [migrations.RunPython(set_collation, migrations.RunPython.noop)]
