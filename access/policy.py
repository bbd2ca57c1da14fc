"""The rule, once, with three outputs: a decision, a database condition, a filter for search engines.

Allowed = (published, open at this moment, and a key fits a label) or a staff key fits a label.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from access.actions import Action
from access.viewer import Viewer

PUBLISHED = "published"


@dataclass(frozen=True)
class AccessFacts:
    """What the rule must know of a resource; a missing date is no bound, the later date is outside."""

    labels: frozenset[str]
    published: bool
    opens_at: datetime | None
    closes_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether others than its librarians may see it at this moment."""
        begun = self.opens_at is None or self.opens_at <= now
        ended = self.closes_at is not None and self.closes_at <= now
        return self.published and begun and not ended


@dataclass(frozen=True)
class AccessFilter:
    """The rule as a neutral value, for a search engine to translate; it never changes a score."""

    keys: frozenset[str]
    staff_keys: frozenset[str]
    instant: datetime

    def matches(self, facts: AccessFacts) -> bool:
        """Whether a thing with these facts passes."""
        return (facts.is_open(self.instant) and not self.keys.isdisjoint(facts.labels)) or (
            not self.staff_keys.isdisjoint(facts.labels)
        )


def as_filter(viewer: Viewer, action: Action) -> AccessFilter:
    """What the viewer may do this with, for a search engine."""
    return AccessFilter(keys=viewer.keys_for(action), staff_keys=viewer.staff_keys, instant=viewer.now)


def can(viewer: Viewer, action: Action, facts: AccessFacts) -> bool:
    """Whether the viewer may do this with one resource."""
    return as_filter(viewer, action).matches(facts)


def as_q(viewer: Viewer, action: Action, labels: QuerySet) -> Q:
    """The same for a queryset of resources; `labels` are their label rows (`resource`, `label`)."""
    allowed = as_filter(viewer, action)
    carried = labels.filter(resource=OuterRef("pk"))
    by_key = Exists(carried.filter(label__in=allowed.keys))
    by_staff = Exists(carried.filter(label__in=allowed.staff_keys))
    return (is_open_q(allowed.instant) & Q(by_key)) | Q(by_staff)


def is_open_q(instant: datetime) -> Q:
    """What others than its librarians may see at this moment, as a condition of resources."""
    begun = Q(opens_at=None) | Q(opens_at__lte=instant)
    not_over = Q(closes_at=None) | Q(closes_at__gt=instant)
    return Q(state=PUBLISHED) & begun & not_over
