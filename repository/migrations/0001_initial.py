"""All tables of the catalogue; on PostgreSQL, sort titles compare as bytes."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


def compare_sort_titles_as_bytes(apps, schema_editor):
    """PostgreSQL's language collations skip the marks of our sort keys; "C" compares bytes."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE repository_resource ALTER COLUMN sort_title TYPE varchar(2000) COLLATE "C"')


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Blob",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("content_type", models.CharField(max_length=100)),
                ("stored_at", models.DateTimeField()),
                ("unreferenced_since", models.DateTimeField(blank=True, null=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("isbn", models.CharField(blank=True, db_index=True, max_length=13)),
            ],
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("order_key", models.BigIntegerField()),
                ("label", models.CharField(blank=True, max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "ready"), ("broken", "broken")], default="ready", max_length=10
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=60)),
                ("heading", models.CharField(blank=True, max_length=300)),
                ("depth", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order_key"],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="collections", to="accounts.school"
                    ),
                ),
            ],
            options={
                "verbose_name": "collection",
                "verbose_name_plural": "collections",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="IndexChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("resource", models.UUIDField()),
                ("school", models.BigIntegerField(default=0)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("record", "Record"),
                            ("labels", "Labels"),
                            ("pages", "Pages"),
                            ("cues", "Cues"),
                            ("gone", "Deleted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("first", models.BigIntegerField(default=0)),
                ("last", models.BigIntegerField(default=0)),
                ("revision", models.PositiveBigIntegerField()),
                ("changed_at", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["changed_at"], name="repository__changed_e29631_idx"),
                    models.Index(fields=["school", "changed_at"], name="index_change_by_school"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resource", "part", "first", "last"), name="one_index_change_for_each_part"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PageImage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="page_images", to="repository.blob"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="images", to="repository.page"
                    ),
                ),
                (
                    "thumbnail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="page_thumbnails",
                        to="repository.blob",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="page",
            name="image",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="repository.pageimage",
            ),
        ),
        migrations.CreateModel(
            name="PageText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                (
                    "source",
                    models.CharField(
                        choices=[("layer", "text layer"), ("ocr", "recognition"), ("hand", "corrected by hand")],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=20)),
                ("confidence", models.FloatField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "boxes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="page_boxes",
                        to="repository.blob",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="repository.page"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="page",
            name="text",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="repository.pagetext",
            ),
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("revision", models.PositiveBigIntegerField(default=1)),
                ("preserved_revision", models.PositiveBigIntegerField(default=0)),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                ("subtitle", models.CharField(blank=True, max_length=500, verbose_name="subtitle")),
                ("sort_title", models.CharField(blank=True, db_index=True, editable=False, max_length=2000)),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("publisher", models.CharField(blank=True, max_length=300, verbose_name="publisher")),
                ("year", models.SmallIntegerField(blank=True, null=True, verbose_name="year")),
                ("isbn", models.CharField(blank=True, max_length=13, verbose_name="ISBN")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("book", "book"),
                            ("textbook", "textbook"),
                            ("lesson", "lesson plan"),
                            ("worksheet", "worksheet"),
                            ("periodical", "periodical"),
                            ("image", "picture"),
                            ("audio", "audio"),
                            ("video", "video"),
                            ("simulation", "simulation"),
                        ],
                        default="book",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("subjects", models.JSONField(blank=True, default=list, verbose_name="subjects")),
                ("grades", models.JSONField(blank=True, default=list, verbose_name="grades")),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages")),
                (
                    "rights",
                    models.CharField(
                        choices=[
                            ("unknown", "not yet cleared"),
                            ("public_domain", "public domain"),
                            ("own", "made by the school"),
                            ("cc_by", "Creative Commons Attribution"),
                            ("cc_by_sa", "Creative Commons Attribution-ShareAlike"),
                            ("cc_by_nc", "Creative Commons Attribution-NonCommercial"),
                            ("cc0", "Creative Commons Zero"),
                            ("licensed", "licensed from the rights holder"),
                            ("in_copyright", "in copyright"),
                        ],
                        default="unknown",
                        max_length=15,
                        verbose_name="rights",
                    ),
                ),
                ("rights_note", models.CharField(blank=True, max_length=500, verbose_name="note on rights")),
                ("protected", models.BooleanField(default=False, verbose_name="no downloads")),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="open from")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="open until")),
                ("origin", models.JSONField(blank=True, default=dict)),
                ("remote_id", models.CharField(blank=True, max_length=500)),
                ("free_seats", models.IntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="resources", to="repository.edition"
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.node",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="resources", to="accounts.school"
                    ),
                ),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
                "ordering": ["sort_title", "pk"],
            },
        ),
        migrations.AddField(
            model_name="page",
            name="resource",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pages", to="repository.resource"
            ),
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("discover", "discover"),
                            ("look_inside", "look_inside"),
                            ("read", "read"),
                            ("borrow", "borrow"),
                            ("copy", "copy"),
                        ],
                        max_length=12,
                        verbose_name="action",
                    ),
                ),
                ("audience", models.CharField(max_length=60, verbose_name="to whom")),
                (
                    "collection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="repository.collection",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="repository.resource",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contributor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("role", models.CharField(default="aut", max_length=20)),
                ("authority", models.CharField(blank=True, max_length=200)),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributors",
                        to="repository.resource",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="CollectionEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="repository.collection"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="repository.resource"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="collection",
            name="resources",
            field=models.ManyToManyField(
                related_name="collections", through="repository.CollectionEntry", to="repository.resource"
            ),
        ),
        migrations.CreateModel(
            name="ResourceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("original", "original"),
                            ("cover", "cover"),
                            ("searchable_pdf", "searchable PDF"),
                            ("stream", "stream"),
                            ("captions", "captions"),
                        ],
                        max_length=15,
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=100)),
                ("details", models.JSONField(default=dict)),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="repository.blob"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="repository.resource"
                    ),
                ),
            ],
            options={
                "ordering": ["role", "position"],
            },
        ),
        migrations.CreateModel(
            name="Cue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("start_ms", models.PositiveIntegerField()),
                ("end_ms", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cues", to="repository.resource"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cues", to="repository.resourcefile"
                    ),
                ),
            ],
            options={
                "ordering": ["start_ms", "position"],
            },
        ),
        migrations.CreateModel(
            name="ResourceLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=120)),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="labels", to="repository.resource"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="pageimage",
            constraint=models.UniqueConstraint(fields=("page", "revision"), name="one_page_image_for_each_revision"),
        ),
        migrations.AddConstraint(
            model_name="pagetext",
            constraint=models.UniqueConstraint(fields=("page", "revision"), name="one_page_text_for_each_revision"),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(fields=["owner", "state"], name="repository__owner_i_ad3344_idx"),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.UniqueConstraint(
                condition=models.Q(("remote_id", ""), _negated=True),
                fields=("node", "remote_id"),
                name="one_resource_for_each_remote_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at", None), ("closes_at", None), ("closes_at__gt", models.F("opens_at")), _connector="OR"
                ),
                name="resource_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.UniqueConstraint(fields=("resource", "order_key"), name="one_page_for_each_place"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("collection__isnull", False), ("resource", None)),
                    models.Q(("collection", None), ("resource__isnull", False)),
                    _connector="OR",
                ),
                name="opening_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("collection", None)),
                fields=("resource", "action", "audience"),
                name="opened_once_resource",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("resource", None)),
                fields=("collection", "action", "audience"),
                name="opened_once_collection",
            ),
        ),
        migrations.AddConstraint(
            model_name="contributor",
            constraint=models.UniqueConstraint(fields=("resource", "position"), name="one_contributor_for_each_place"),
        ),
        migrations.AddConstraint(
            model_name="collectionentry",
            constraint=models.UniqueConstraint(fields=("collection", "resource"), name="once_in_each_collection"),
        ),
        migrations.AddConstraint(
            model_name="resourcefile",
            constraint=models.UniqueConstraint(fields=("resource", "role", "position"), name="one_file_for_each_place"),
        ),
        migrations.AddConstraint(
            model_name="cue",
            constraint=models.UniqueConstraint(fields=("file", "position"), name="one_cue_for_each_place"),
        ),
        migrations.AddIndex(
            model_name="resourcelabel",
            index=models.Index(fields=["label", "resource"], name="repository__label_5c70b2_idx"),
        ),
        migrations.AddConstraint(
            model_name="resourcelabel",
            constraint=models.UniqueConstraint(fields=("resource", "label"), name="each_label_once"),
        ),
        migrations.RunPython(compare_sort_titles_as_bytes, migrations.RunPython.noop),
    ]
