"""The access rule, with three outputs: a decision (`can`), a database condition (`as_q`), a filter for search engines.

Allowed = (published, open at this moment, permitted by its rights, and a key equals a label) or a staff key equals a
label. Rights matter where a file is taken away: nobody downloads or copies what is not cleared.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from access.actions import Action
from access.viewer import Viewer

PUBLISHED = "published"
# The rights under which others read page by page and take nothing away (IP law art. 25: nothing is presumed).
NOT_CLEARED = ("unknown", "in_copyright")
# The actions that depend on the rights; no search index holds what decides them.
TAKES_A_FILE = frozenset({Action.DOWNLOAD, Action.COPY})


@dataclass(frozen=True)
class AccessFacts:
    """What the rule needs to know about a resource. None is no bound; at `closes_at` the resource is closed.

    `rights` is a value of Resource.Rights; a `protected` resource is never downloaded by others, whatever its rights.
    """

    labels: frozenset[str]
    published: bool
    opens_at: datetime | None
    closes_at: datetime | None
    rights: str = "unknown"
    protected: bool = False

    def permits(self, action: Action) -> bool:
        """Return whether rights and protection permit the action to viewers without a staff key."""
        if action not in TAKES_A_FILE:
            return True
        return self.rights not in NOT_CLEARED and not (self.protected and action is Action.DOWNLOAD)

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
    """Return the filter of the resources with which the viewer may do this.

    Raise ValueError for an action that depends on the rights: engines hold labels and dates alone.
    """
    if action in TAKES_A_FILE:
        raise ValueError(action)
    return _by_keys(viewer, action)


def can(viewer: Viewer, action: Action, facts: AccessFacts) -> bool:
    """Return whether the viewer may do this with a resource."""
    if not viewer.staff_keys.isdisjoint(facts.labels):
        return True
    return facts.permits(action) and _by_keys(viewer, action).matches(facts)


def as_q(viewer: Viewer, action: Action, labels: QuerySet) -> Q:
    """Return the condition for a queryset of resources; `labels` are their label rows (`resource`, `label`)."""
    allowed = _by_keys(viewer, action)
    carried = labels.filter(resource=OuterRef("pk"))
    by_key = Exists(carried.filter(label__in=allowed.keys))
    by_staff = Exists(carried.filter(label__in=allowed.staff_keys))
    return (is_open_q(allowed.instant) & _permits_q(action) & Q(by_key)) | Q(by_staff)


def is_open_q(instant: datetime) -> Q:
    """Return the condition for a queryset of resources that viewers without a staff key may use at this moment."""
    begun = Q(opens_at=None) | Q(opens_at__lte=instant)
    not_ended = Q(closes_at=None) | Q(closes_at__gt=instant)
    return Q(state=PUBLISHED) & begun & not_ended


def _permits_q(action: Action) -> Q:
    """Return the condition of `AccessFacts.permits` for a queryset of resources."""
    if action not in TAKES_A_FILE:
        return Q()
    cleared = ~Q(rights__in=NOT_CLEARED)
    return cleared & Q(protected=False) if action is Action.DOWNLOAD else cleared


def _by_keys(viewer: Viewer, action: Action) -> AccessFilter:
    return AccessFilter(keys=viewer.keys_for(action), staff_keys=viewer.staff_keys, instant=viewer.now)
