"""The models of a licence, and of a seat that is kept for a reader."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


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


class SeatOffer(models.Model):
    """A free seat of a title is kept for a reader who waited for it, until a moment."""

    resource = models.ForeignKey("repository.Resource", on_delete=models.CASCADE, related_name="seat_offers")
    borrower = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="seat_offers")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "borrower"], name="one_seat_offer_for_each_reader_and_title")
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.until:%Y-%m-%d %H:%M}"
