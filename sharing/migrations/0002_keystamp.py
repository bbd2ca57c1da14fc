"""The stamp of the keys; its triggers are made after every migrate (sharing/stamp.py)."""

from django.db import migrations, models

TABLES = ("accounts_schoollink", "sharing_groupmember", "sharing_agreement", "sharing_clause", "repository_collection")


def without_triggers(apps, schema_editor):
    """Going back, the table is taken away that the triggers write to."""
    for table in TABLES:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_renews_stamp_{event}{on_table}")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="KeyStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.CharField(max_length=40)),
            ],
        ),
        migrations.RunPython(migrations.RunPython.noop, without_triggers),
    ]
