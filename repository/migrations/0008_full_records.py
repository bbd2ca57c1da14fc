import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_contact_details"),
        ("repository", "0007_small_covers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="resource",
            name="audience",
            field=models.CharField(blank=True, max_length=200, verbose_name="audience"),
        ),
        migrations.AddField(
            model_name="resource",
            name="call_number",
            field=models.CharField(blank=True, max_length=120, verbose_name="call number"),
        ),
        migrations.AddField(
            model_name="resource",
            name="contents",
            field=models.TextField(blank=True, verbose_name="contents note"),
        ),
        migrations.AddField(
            model_name="resource",
            name="ddc",
            field=models.CharField(blank=True, max_length=60, verbose_name="Dewey number"),
        ),
        migrations.AddField(
            model_name="resource",
            name="ddc_edition",
            field=models.CharField(blank=True, max_length=20, verbose_name="edition of the Dewey classification"),
        ),
        migrations.AddField(
            model_name="resource",
            name="difficulty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("very_easy", "very easy"),
                    ("easy", "easy"),
                    ("medium", "medium"),
                    ("difficult", "difficult"),
                    ("very_difficult", "very difficult"),
                ],
                max_length=20,
                verbose_name="difficulty",
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="edition_statement",
            field=models.CharField(blank=True, max_length=200, verbose_name="edition statement"),
        ),
        migrations.AddField(
            model_name="resource",
            name="extent",
            field=models.CharField(blank=True, max_length=300, verbose_name="physical description"),
        ),
        migrations.AddField(
            model_name="resource",
            name="identifiers",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="resource",
            name="issn",
            field=models.CharField(blank=True, max_length=9, verbose_name="ISSN"),
        ),
        migrations.AddField(
            model_name="resource",
            name="learning_minutes",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="learning time in minutes"),
        ),
        migrations.AddField(
            model_name="resource",
            name="learning_purpose",
            field=models.CharField(blank=True, max_length=200, verbose_name="educational purpose"),
        ),
        migrations.AddField(
            model_name="resource",
            name="links",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="resource",
            name="notes",
            field=models.TextField(blank=True, verbose_name="notes"),
        ),
        migrations.AddField(
            model_name="resource",
            name="place",
            field=models.CharField(blank=True, max_length=200, verbose_name="place of publication"),
        ),
        migrations.AddField(
            model_name="resource",
            name="series",
            field=models.CharField(blank=True, max_length=300, verbose_name="series"),
        ),
        migrations.AddField(
            model_name="resource",
            name="series_number",
            field=models.CharField(blank=True, max_length=60, verbose_name="number in the series"),
        ),
        migrations.AddField(
            model_name="resource",
            name="sort_call_number",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=1000),
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("body", "corporate body"),
                            ("subject", "subject"),
                            ("series", "series"),
                            ("place", "place"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("heading", models.CharField(max_length=300, verbose_name="heading")),
                ("sort_heading", models.CharField(db_index=True, editable=False, max_length=2000)),
                ("folded", models.CharField(db_index=True, editable=False, max_length=300)),
                ("dates", models.CharField(blank=True, max_length=40, verbose_name="dates")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("scheme", models.CharField(blank=True, max_length=40, verbose_name="scheme")),
                ("scheme_id", models.CharField(blank=True, max_length=200, verbose_name="identifier in the scheme")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="repository.authority",
                    ),
                ),
            ],
            options={
                "verbose_name": "authority",
                "verbose_name_plural": "authorities",
                "ordering": ["sort_heading", "pk"],
            },
        ),
        migrations.AddField(
            model_name="resource",
            name="series_authority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="series",
                to="repository.authority",
            ),
        ),
        # It held text and was never written.
        migrations.RemoveField(model_name="contributor", name="authority"),
        migrations.AddField(
            model_name="contributor",
            name="authority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="contributors",
                to="repository.authority",
            ),
        ),
        migrations.CreateModel(
            name="AuthorityVariant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="variant")),
                ("folded", models.CharField(db_index=True, editable=False, max_length=300)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="variants", to="repository.authority"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MarcRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raw", models.BinaryField()),
                ("changed_at", models.DateTimeField()),
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marc", to="repository.resource"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecordChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=300)),
                ("change_set", models.UUIDField(null=True)),
                ("created", models.BooleanField(default=False)),
                ("difference", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="repository.resource"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.school"
                    ),
                ),
            ],
            options={
                "ordering": ["resource", "number"],
            },
        ),
        migrations.CreateModel(
            name="ResourceHeading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300, verbose_name="subject heading")),
                ("scheme", models.CharField(blank=True, max_length=40)),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="resource_headings",
                        to="repository.authority",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="headings", to="repository.resource"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddIndex(
            model_name="authority",
            index=models.Index(fields=["kind", "folded"], name="repository__kind_885b54_idx"),
        ),
        migrations.AddConstraint(
            model_name="authorityvariant",
            constraint=models.UniqueConstraint(fields=("authority", "text"), name="each_variant_once"),
        ),
        migrations.AddIndex(
            model_name="recordchange",
            index=models.Index(
                condition=models.Q(("change_set__isnull", False)), fields=["change_set", "-id"], name="changes_of_a_set"
            ),
        ),
        migrations.AddConstraint(
            model_name="recordchange",
            constraint=models.UniqueConstraint(fields=("resource", "number"), name="one_change_of_each_number"),
        ),
        migrations.AddConstraint(
            model_name="resourceheading",
            constraint=models.UniqueConstraint(fields=("resource", "position"), name="one_heading_for_each_place"),
        ),
    ]
