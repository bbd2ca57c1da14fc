"""All tables of ingest."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("repository", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("submission", models.UUIDField(default=uuid.uuid4)),
                ("book", models.CharField(blank=True, max_length=200)),
                ("touched_at", models.DateTimeField(db_index=True)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="file_groups",
                        to="accounts.membership",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file_groups", to="accounts.school"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="IncomingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=1000)),
                ("size", models.BigIntegerField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("intake_id", models.CharField(blank=True, max_length=1000)),
                ("key", models.CharField(blank=True, max_length=200)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="ingest.filegroup"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("submission", models.UUIDField(db_index=True, default=uuid.uuid4)),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                ("size", models.BigIntegerField(default=0)),
                ("incoming_key", models.CharField(max_length=200)),
                ("attachments", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("content_type", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("working", "in progress"),
                            ("review", "waiting for review"),
                            ("published", "published"),
                            ("refused", "rejected"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=30)),
                ("queue", models.CharField(blank=True, default="default", max_length=10)),
                ("pages_total", models.PositiveIntegerField(default=0)),
                ("pages_done", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=60)),
                ("problem_details", models.JSONField(default=dict)),
                ("proposals", models.JSONField(default=dict)),
                ("notified_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="uploads",
                        to="accounts.membership",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="uploads",
                        to="repository.resource",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="accounts.school"
                    ),
                ),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PageBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("token", models.PositiveBigIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("notified_at", models.DateTimeField(blank=True, null=True)),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="batches", to="ingest.upload"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "page batches",
                "ordering": ["first"],
            },
        ),
        migrations.AddField(
            model_name="filegroup",
            name="upload",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="file_groups",
                to="ingest.upload",
            ),
        ),
        migrations.CreateModel(
            name="UploadHistory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, max_length=12)),
                ("after", models.CharField(max_length=12)),
                ("created_at", models.DateTimeField()),
                ("problem", models.CharField(blank=True, max_length=60)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="history", to="ingest.upload"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "upload history",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="UploadStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("token", models.PositiveBigIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("notified_at", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(max_length=30)),
                ("result", models.JSONField(default=dict)),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="ingest.upload"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SchoolTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("queue", models.CharField(max_length=10)),
                ("served_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.school"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("school", "queue"), name="unique_school_queue")],
            },
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["school", "state"], name="ingest_uplo_school__ffc64b_idx"),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["queue", "school", "id"], name="upload_schedule"),
        ),
        migrations.AddIndex(
            model_name="pagebatch",
            index=models.Index(fields=["status", "leased_until"], name="batch_status"),
        ),
        migrations.AddConstraint(
            model_name="pagebatch",
            constraint=models.UniqueConstraint(fields=("upload", "first"), name="unique_upload_batch"),
        ),
        migrations.AddIndex(
            model_name="uploadstep",
            index=models.Index(fields=["status", "leased_until"], name="step_status"),
        ),
        migrations.AddConstraint(
            model_name="uploadstep",
            constraint=models.UniqueConstraint(fields=("upload", "name"), name="unique_upload_step"),
        ),
    ]
