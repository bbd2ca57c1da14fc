"""The table of synonyms, with the school language that the product ships."""

import csv
import uuid
from pathlib import Path

from django.db import migrations, models

SHIPPED = Path(__file__).with_suffix(".tsv")


def fill(apps, schema_editor):
    synonym = apps.get_model("search", "Synonym")
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            synonym.objects.using(schema_editor.connection.alias).create(
                words=row["words"].replace(", ", "\n"),
                short=row["short"].replace(", ", "\n"),
                means=row["means"].split(),
                near=row["near"].replace(", ", "\n"),
                near_means=row["near_means"].split(),
            )


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("words", models.TextField(blank=True, verbose_name="expressions that mean the same")),
                ("short", models.TextField(blank=True, verbose_name="short forms")),
                ("means", models.JSONField(blank=True, default=list, verbose_name="act as")),
                ("near", models.TextField(blank=True, verbose_name="also find")),
                ("near_means", models.JSONField(blank=True, default=list, verbose_name="also show, further down")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={"verbose_name": "synonym", "verbose_name_plural": "synonyms", "ordering": ["pk"]},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
