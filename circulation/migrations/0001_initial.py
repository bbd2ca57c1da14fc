"""All tables of circulation."""

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
            name="Copy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("barcode", models.CharField(max_length=40, verbose_name="barcode")),
                ("accession_number", models.CharField(blank=True, max_length=40, verbose_name="accession number")),
                ("call_number", models.CharField(blank=True, max_length=80, verbose_name="call number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("on_shelf", "on the shelf"),
                            ("lost", "lost"),
                            ("repair", "in repair"),
                            ("removed", "removed"),
                        ],
                        default="on_shelf",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies_held", to="accounts.school"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="repository.resource"
                    ),
                ),
            ],
            options={
                "verbose_name": "copy",
                "verbose_name_plural": "copies",
            },
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("seats", models.PositiveIntegerField(verbose_name="seats")),
                ("period_days", models.PositiveIntegerField(default=14, verbose_name="days per loan")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="to")),
                (
                    "loans_allowed",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="total loans allowed"),
                ),
                ("loans_made", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="licences", to="repository.resource"
                    ),
                ),
            ],
            options={
                "verbose_name": "licence",
                "verbose_name_plural": "licences",
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("seat", models.PositiveIntegerField(blank=True, null=True)),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[("returned", "returned"), ("expired", "expired"), ("withdrawn", "resource withdrawn")],
                        max_length=10,
                    ),
                ),
                ("position", models.JSONField(blank=True, default=dict)),
                (
                    "borrower",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="loans",
                        to="accounts.membership",
                    ),
                ),
                (
                    "borrowing_school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans_taken", to="accounts.school"
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="circulation.copy",
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="circulation.licence",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="repository.resource"
                    ),
                ),
            ],
            options={
                "verbose_name": "loan",
                "verbose_name_plural": "loans",
            },
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.UniqueConstraint(fields=("holder", "barcode"), name="barcode_once_in_each_school"),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("loans_allowed", None), ("loans_made__lte", models.F("loans_allowed")), _connector="OR"
                ),
                name="licence_not_overdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="licence_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(fields=["borrower", "ended_at"], name="circulation_borrowe_1c61e0_idx"),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(fields=["ended_at", "due_at"], name="circulation_ended_a_f8b0b8_idx"),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(fields=["resource", "ended_at"], name="circulation_resourc_e62f92_idx"),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("copy", None), ("ended_at", None)),
                fields=("licence", "seat"),
                name="one_open_loan_for_each_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("licence", None)),
                fields=("copy",),
                name="one_open_loan_for_each_copy",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("resource", "borrower"),
                name="one_open_loan_for_each_borrower",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("copy", None), ("licence__isnull", False), ("seat__gte", 1)),
                    models.Q(("copy__isnull", False), ("licence", None), ("seat", None)),
                    _connector="OR",
                ),
                name="loan_of_a_seat_or_of_a_copy",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("started_at"))), name="loan_due_after_it_starts"
            ),
        ),
    ]
