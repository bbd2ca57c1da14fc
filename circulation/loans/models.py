"""The model of a loan."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Loan(models.Model):
    """A member of a school has a seat of a licence until the return or the due date, or a copy until the return.

    Partial unique indexes make it impossible to lend a seat or a copy twice. `borrower` is emptied when the loan ends,
    so that no reading history is stored.
    """

    class End(models.TextChoices):
        """How the loan ended."""

        RETURNED = "returned", _("returned")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("resource withdrawn")
        LOST = "lost", _("lost")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey("repository.Resource", on_delete=models.PROTECT, related_name="loans")
    licence = models.ForeignKey(
        "circulation.Licence", on_delete=models.PROTECT, null=True, blank=True, related_name="loans"
    )
    seat = models.PositiveIntegerField(null=True, blank=True)  # 1 … licence.seats
    copy = models.ForeignKey("circulation.Copy", on_delete=models.PROTECT, null=True, blank=True, related_name="loans")
    borrower = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.SET_NULL,
        null=True,
        related_name="loans",
    )
    borrowing_school = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="loans_taken")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    renewals = models.PositiveSmallIntegerField(default=0)
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
                condition=Q(ended_at=None, copy=None),  # a teacher borrows many copies of one title for a class
                name="one_open_seat_for_each_borrower",
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
