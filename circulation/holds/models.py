"""The models of a hold and of its log."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Hold(models.Model):
    """A reader waits for a title: for a printed copy at one school, or for a digital seat.

    Open holds of a title that want the same stand in line by `order`. `borrower` is emptied when the hold ends, so that
    no reading history is stored; the log of events stays.
    """

    class State(models.TextChoices):
        """Where the hold is; the first three are open. docs/reference/holds.md draws the changes."""

        WAITING = "waiting", pgettext_lazy("hold", "waiting")
        SUSPENDED = "suspended", pgettext_lazy("hold", "suspended")
        READY = "ready", pgettext_lazy("hold", "ready")
        COLLECTED = "collected", pgettext_lazy("hold", "collected")
        EXPIRED = "expired", pgettext_lazy("hold", "expired")
        CANCELLED = "cancelled", pgettext_lazy("hold", "cancelled")

    class Wants(models.TextChoices):
        """What the reader waits for."""

        COPY = "copy", _("printed copy")
        SEAT = "seat", _("digital seat")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey("repository.Resource", on_delete=models.PROTECT, related_name="holds")
    wants = models.CharField(max_length=10, choices=Wants)
    # Only this copy will do; None: any copy of the title at the school of pickup.
    copy = models.ForeignKey("circulation.Copy", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pickup_school = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="holds_to_pick_up")
    borrower = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="holds")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    order = models.PositiveIntegerField()
    placed_at = models.DateTimeField()
    suspended_until = models.DateTimeField(null=True, blank=True)
    ready_copy = models.ForeignKey(
        "circulation.Copy", on_delete=models.PROTECT, null=True, blank=True, related_name="ready_holds"
    )
    window_until = models.DateTimeField(null=True, blank=True)  # until then it is kept for the reader
    ended_at = models.DateTimeField(null=True, blank=True)

    OPEN = (State.WAITING, State.SUSPENDED, State.READY)

    class Meta:
        verbose_name = pgettext_lazy("reader", "hold")
        verbose_name_plural = pgettext_lazy("reader", "holds")
        indexes = [
            models.Index(fields=["resource", "wants", "state", "order"]),
            models.Index(fields=["borrower", "state"]),
            models.Index(fields=["pickup_school", "state"]),
            models.Index(fields=["state", "window_until"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "borrower"],
                condition=Q(ended_at=None),
                name="one_open_hold_for_each_reader_and_title",
            ),
            models.UniqueConstraint(
                fields=["ready_copy"],
                condition=Q(ready_copy__isnull=False),
                name="one_ready_hold_for_each_copy",
            ),
            models.CheckConstraint(
                condition=Q(state="ready", wants="copy", ready_copy__isnull=False, window_until__isnull=False)
                | Q(state="ready", wants="seat", ready_copy=None, window_until__isnull=False)
                | (~Q(state="ready") & Q(ready_copy=None, window_until=None)),
                name="ready_hold_has_a_window",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "suspended", "ready"], ended_at=None)
                | Q(state__in=["collected", "expired", "cancelled"], ended_at__isnull=False, borrower=None),
                name="ended_hold_names_no_reader",
            ),
            models.CheckConstraint(
                condition=Q(state="suspended", suspended_until__isnull=False)
                | (~Q(state="suspended") & Q(suspended_until=None)),
                name="suspended_hold_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_open(self) -> bool:
        """Whether the hold has not ended."""
        return self.ended_at is None


class HoldEvent(models.Model):
    """What happened to a hold, in the order of the primary key. Rows are never changed, and name no person.

    Replaying the events of a title gives its line (holds/log.py).
    """

    class Kind(models.TextChoices):
        """What happened."""

        PLACED = "placed", pgettext_lazy("hold", "placed")
        MOVED = "moved", pgettext_lazy("hold", "moved")
        SUSPENDED = "suspended", pgettext_lazy("hold", "suspended")
        RESUMED = "resumed", pgettext_lazy("hold", "resumed")
        READY = "ready", pgettext_lazy("hold", "ready")
        WAITS_AGAIN = "again", pgettext_lazy("hold", "waits again")
        COLLECTED = "collected", pgettext_lazy("hold", "collected")
        EXPIRED = "expired", pgettext_lazy("hold", "expired")
        CANCELLED = "cancelled", pgettext_lazy("hold", "cancelled")

    class Actor(models.TextChoices):
        """Who did it; the audit log names the librarian of a move."""

        READER = "reader", _("reader")
        STAFF = "staff", _("librarian")
        SYSTEM = "system", _("automatically")

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    actor = models.CharField(max_length=10, choices=Actor)
    place = models.PositiveIntegerField(null=True)  # of a move: the new place among the open holds, from 1
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["hold", "id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new event. Raise TypeError for a stored one: the log is only added to."""
        if self.pk is not None:
            raise TypeError(f"event {self.pk} of hold {self.hold_id} is already stored")
        super().save(*args, **kwargs)
