"""The states of an upload with their transitions, and the queues whose workers process uploads."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """The state of an upload."""

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
UNFINISHED = (State.RECEIVED, State.WORKING)  # only in these do workers process an upload


class UploadQueue(TextChoices):
    """The queues of digitisation, as the setting QUEUES names them."""

    DEFAULT = "default"
    PAGES = "pages"
    MEDIA = "media"
