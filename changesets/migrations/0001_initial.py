import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_contact_details"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "is being carried out"),
                            ("done", "done"),
                            ("undoing", "is being undone"),
                            ("undone", "undone"),
                            ("failed", "stopped by a fault"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=60)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("spared", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("undone", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("cursor", models.JSONField(default=dict)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("touched_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="change_sets", to="accounts.school"
                    ),
                ),
            ],
            options={
                "verbose_name": "change set",
                "verbose_name_plural": "change sets",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["state", "touched_at"], name="changesets__state_735178_idx")],
            },
        ),
    ]
