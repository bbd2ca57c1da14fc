from django.db import migrations, models

from repository.match_keys import control_numbers, match_title


def fill(apps, schema_editor):
    resource = apps.get_model("repository", "Resource")
    rows = []
    for row in resource.objects.filter(match_title="").only("pk", "title", "identifiers").iterator(chunk_size=1000):
        row.match_title = match_title(row.title)
        row.control_number = next(iter(control_numbers(row.identifiers)), "")
        rows.append(row)
        if len(rows) == 500:
            resource.objects.bulk_update(rows, ["match_title", "control_number"])
            rows = []
    resource.objects.bulk_update(rows, ["match_title", "control_number"])


class Migration(migrations.Migration):
    dependencies = [
        ("repository", "0008_full_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="resource",
            name="match_title",
            field=models.CharField(blank=True, default="", editable=False, max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="resource",
            name="control_number",
            field=models.CharField(blank=True, default="", editable=False, max_length=100),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
