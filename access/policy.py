"""The access rule, with three outputs: a decision (`can`), a database condition (`as_q`), a filter for search engines.

Allowed = (published, open at this moment, and a key equals a label) or a staff key equals a label.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from access.actions import Action
from access.viewer import Viewer

PUBLISHED = "published"


@dataclass(frozen=True)
class AccessFacts:
    """What the rule needs to know about a resource. None is no bound; at `closes_at` the resource is closed."""

    labels: frozenset[str]
    published: bool
    opens_at: datetime | None
    closes_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Return whether viewers without a staff key may use it at this moment."""
        begun = self.opens_at is None or self.opens_at <= now
        ended = self.closes_at is not None and self.closes_at <= now
        return self.published and begun and not ended


@dataclass(frozen=True)
class AccessFilter:
    """The rule for one viewer and action, which each search engine translates; it must not change scores."""

    keys: frozenset[str]
    staff_keys: frozenset[str]
    instant: datetime

    def matches(self, facts: AccessFacts) -> bool:
        """Return whether the rule allows a resource with these facts."""
        return (facts.is_open(self.instant) and not self.keys.isdisjoint(facts.labels)) or (
            not self.staff_keys.isdisjoint(facts.labels)
        )


def as_filter(viewer: Viewer, action: Action) -> AccessFilter:
    """Return the filter of the resources with which the viewer may do this."""
    return AccessFilter(keys=viewer.keys_for(action), staff_keys=viewer.staff_keys, instant=viewer.now)


def can(viewer: Viewer, action: Action, facts: AccessFacts) -> bool:
    """Return whether the viewer may do this with a resource."""
    return as_filter(viewer, action).matches(facts)


def as_q(viewer: Viewer, action: Action, labels: QuerySet) -> Q:
    """Return the condition for a queryset of resources; `labels` are their label rows (`resource`, `label`)."""
    allowed = as_filter(viewer, action)
    carried = labels.filter(resource=OuterRef("pk"))
    by_key = Exists(carried.filter(label__in=allowed.keys))
    by_staff = Exists(carried.filter(label__in=allowed.staff_keys))
    return (is_open_q(allowed.instant) & Q(by_key)) | Q(by_staff)


def is_open_q(instant: datetime) -> Q:
    """Return the condition for a queryset of resources that viewers without a staff key may use at this moment."""
    begun = Q(opens_at=None) | Q(opens_at__lte=instant)
    not_ended = Q(closes_at=None) | Q(closes_at__gt=instant)
    return Q(state=PUBLISHED) & begun & not_ended
