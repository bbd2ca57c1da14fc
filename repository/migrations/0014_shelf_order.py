from django.db import migrations

from repository.call_numbers import call_number_key

KEYS = (
    ("repository_resource", "sort_call_number", 1000),
    ("repository_authority", "sort_heading", 2000),
)


def order_by_bytes(apps, schema_editor):
    """PostgreSQL's language collations skip the marks of our sort keys; "C" compares bytes."""
    if schema_editor.connection.vendor == "postgresql":
        for table, column, length in KEYS:
            schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"')


def fill(apps, schema_editor):
    resource, rows = apps.get_model("repository", "Resource"), []
    for row in resource.objects.only("pk", "call_number").iterator(chunk_size=1000):
        row.sort_call_number = call_number_key(row.call_number)
        rows.append(row)
        if len(rows) == 500:
            resource.objects.bulk_update(rows, ["sort_call_number"])
            rows = []
    resource.objects.bulk_update(rows, ["sort_call_number"])


class Migration(migrations.Migration):
    dependencies = [
        ("repository", "0013_headings_in_use"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(order_by_bytes, migrations.RunPython.noop),
    ]
