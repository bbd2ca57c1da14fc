"""Keys that this process keeps: as long as their stamp stands, and never past the next date that changes something."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min, Q

from access.actions import Action
from accounts.models import Membership, SchoolLink
from sharing import stamp
from sharing.keys import keys_of
from sharing.models import Clause, GroupMember

MOST = 500  # kinds of people: a role in a school
DATED = (SchoolLink, GroupMember, Clause)

Keys = Mapping[Action, frozenset[str]]


@dataclass(frozen=True)
class _Kept:
    """Keys that hold from a moment, to a moment that is outside."""

    stamp: str
    since: datetime | None
    until: datetime | None
    keys: Keys

    def holds(self, stamp: str, now: datetime) -> bool:
        begun = self.since is None or self.since <= now
        return self.stamp == stamp and begun and (self.until is None or now < self.until)


_shelf: OrderedDict[tuple[int, str], _Kept] = OrderedDict()


def keys_for(membership: Membership, now: datetime) -> Keys:
    """The same as `keys_of`, for one question to the database where they are kept already."""
    place, stands = (membership.school_id, membership.role), stamp.current()
    kept = _shelf.get(place)
    if kept is not None and kept.holds(stands, now):
        return kept.keys
    keys = keys_of(membership, now)
    if stands:
        _keep(place, _Kept(stands, *_between(now), keys))
    return keys


def forget() -> None:
    """Keep nothing any more."""
    _shelf.clear()


def _keep(place: tuple[int, str], kept: _Kept) -> None:
    _shelf[place] = kept
    _shelf.move_to_end(place)
    while len(_shelf) > MOST:
        _shelf.popitem(last=False)


def _between(now: datetime) -> tuple[datetime | None, datetime | None]:
    """The last date that changed something, and the next that will: anything, to be sure."""
    past, future = list[datetime](), list[datetime]()
    for model in DATED:
        found = model._default_manager.aggregate(
            began=Max("since", filter=Q(since__lte=now)),
            ended=Max("until", filter=Q(until__lte=now)),
            begins=Min("since", filter=Q(since__gt=now)),
            ends=Min("until", filter=Q(until__gt=now)),
        )
        past += [found[name] for name in ("began", "ended") if found[name]]
        future += [found[name] for name in ("begins", "ends") if found[name]]
    return max(past, default=None), min(future, default=None)
