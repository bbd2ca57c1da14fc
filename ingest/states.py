"""The states of an upload and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an upload is."""

    RECEIVED = "received", _("received")
    WORKING = "working", _("in progress")
    REVIEW = "review", _("waiting for review")
    PUBLISHED = "published", _("published")
    REFUSED = "refused", _("rejected")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.WORKING, State.REFUSED, State.CANCELLED, State.FAILED}),
    State.WORKING: frozenset({State.REVIEW, State.REFUSED, State.FAILED, State.CANCELLED}),
    State.REVIEW: frozenset({State.PUBLISHED, State.CANCELLED, State.WORKING}),
    State.FAILED: frozenset({State.WORKING, State.CANCELLED}),
    State.REFUSED: frozenset({State.WORKING, State.CANCELLED}),
    State.PUBLISHED: frozenset(),
    State.CANCELLED: frozenset(),
}
