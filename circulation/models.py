"""Licences, copies and loans."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Licence(models.Model):
    """The right to lend a digital resource: concurrent seats, days for each loan, perhaps a total number of loans."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey("repository.Resource", on_delete=models.PROTECT, related_name="licences")
    seats = models.PositiveIntegerField(_("seats"))
    period_days = models.PositiveIntegerField(_("days per loan"), default=14)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"), null=True, blank=True)
    loans_allowed = models.PositiveIntegerField(_("total loans allowed"), null=True, blank=True)
    loans_made = models.PositiveIntegerField(default=0, editable=False)
    # The terms and the day as they were entered, until the licence is changed: a form that is sent twice adds one.
    entered_as = models.CharField(max_length=120, null=True, editable=False)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        constraints = [
            models.CheckConstraint(
                condition=Q(loans_allowed=None) | Q(loans_made__lte=F("loans_allowed")),
                name="licence_not_overdrawn",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="licence_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["resource", "entered_as"], name="licence_is_entered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seats} × {self.period_days}"


class Copy(models.Model):
    """A physical copy of a resource."""

    class State(models.TextChoices):
        """The condition of the copy."""

        ON_SHELF = "on_shelf", _("on the shelf")
        LOST = "lost", _("lost")
        REPAIR = "repair", _("in repair")
        REMOVED = "removed", _("removed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey("repository.Resource", on_delete=models.PROTECT, related_name="copies")
    holder = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="copies_held")
    barcode = models.CharField(_("barcode"), max_length=40)
    accession_number = models.CharField(_("accession number"), max_length=40, blank=True)
    call_number = models.CharField(_("call number"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ON_SHELF)

    class Meta:
        verbose_name = pgettext_lazy("physical", "copy")
        verbose_name_plural = pgettext_lazy("physical", "copies")
        constraints = [models.UniqueConstraint(fields=["holder", "barcode"], name="barcode_once_in_each_school")]

    def __str__(self) -> str:
        return self.barcode


class Loan(models.Model):
    """A member of a school has a seat of a licence, or a copy, until the return or the due date.

    Partial unique indexes make it impossible to lend a seat or a copy twice. `borrower` is emptied when the loan ends,
    so that no reading history is stored.
    """

    class End(models.TextChoices):
        """How the loan ended."""

        RETURNED = "returned", _("returned")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("resource withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey("repository.Resource", on_delete=models.PROTECT, related_name="loans")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, null=True, blank=True, related_name="loans")
    seat = models.PositiveIntegerField(null=True, blank=True)  # 1 … licence.seats
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, null=True, blank=True, related_name="loans")
    borrower = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.SET_NULL,
        null=True,
        related_name="loans",
    )
    borrowing_school = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="loans_taken")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=10, choices=End, blank=True)
    # Where the reader stopped: {"page": uuid} or {"ms": milliseconds}. Erased when the loan ends.
    position = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        indexes = [
            models.Index(fields=["borrower", "ended_at"]),
            models.Index(fields=["ended_at", "due_at"]),
            models.Index(fields=["resource", "ended_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "seat"],
                condition=Q(ended_at=None, copy=None),
                name="one_open_loan_for_each_seat",
            ),
            models.UniqueConstraint(
                fields=["copy"],
                condition=Q(ended_at=None, licence=None),
                name="one_open_loan_for_each_copy",
            ),
            models.UniqueConstraint(
                fields=["resource", "borrower"],
                condition=Q(ended_at=None),
                name="one_open_loan_for_each_borrower",
            ),
            models.CheckConstraint(
                condition=Q(licence__isnull=False, seat__gte=1, copy=None)
                | Q(licence=None, seat=None, copy__isnull=False),
                name="loan_of_a_seat_or_of_a_copy",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="loan_due_after_it_starts"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
