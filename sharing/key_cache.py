"""Keys that this process keeps: as long as their stamp stands, and never past the next date that changes something."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min, Q

from access.actions import Action
from accounts.models import Membership, SchoolLink
from sharing import key_version
from sharing.keys import keys_of
from sharing.models import Clause, GroupMember

MAX_ENTRIES = 500  # kinds of people: a role in a school
DATED_MODELS = (SchoolLink, GroupMember, Clause)

ViewerKeys = Mapping[Action, frozenset[str]]


@dataclass(frozen=True)
class _CachedKeys:
    """Keys that hold from a moment, to a moment that is outside."""

    version: str
    since: datetime | None
    until: datetime | None
    keys: ViewerKeys

    def is_valid(self, version: str, now: datetime) -> bool:
        begun = self.since is None or self.since <= now
        return self.version == version and begun and (self.until is None or now < self.until)


_cache: OrderedDict[tuple[int, str], _CachedKeys] = OrderedDict()


def keys_for(membership: Membership, now: datetime) -> ViewerKeys:
    """The same as `keys_of`, for one question to the database where they are kept already."""
    entry, version = (membership.school_id, membership.role), key_version.current()
    cached = _cache.get(entry)
    if cached is not None and cached.is_valid(version, now):
        return cached.keys
    keys = keys_of(membership, now)
    if version:
        _store(entry, _CachedKeys(version, *_valid_range(now), keys))
    return keys


def clear() -> None:
    """Keep nothing any more."""
    _cache.clear()


def _store(entry: tuple[int, str], cached: _CachedKeys) -> None:
    _cache[entry] = cached
    _cache.move_to_end(entry)
    while len(_cache) > MAX_ENTRIES:
        _cache.popitem(last=False)


def _valid_range(now: datetime) -> tuple[datetime | None, datetime | None]:
    """The last date that changed something, and the next that will: anything, to be sure."""
    past, future = list[datetime](), list[datetime]()
    for model in DATED_MODELS:
        found = model._default_manager.aggregate(
            began=Max("since", filter=Q(since__lte=now)),
            ended=Max("until", filter=Q(until__lte=now)),
            begins=Min("since", filter=Q(since__gt=now)),
            ends=Min("until", filter=Q(until__gt=now)),
        )
        past += [found[name] for name in ("began", "ended") if found[name]]
        future += [found[name] for name in ("begins", "ends") if found[name]]
    return max(past, default=None), min(future, default=None)
