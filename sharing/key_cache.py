"""Keys cached in this process: valid while the key version is unchanged, and never past the next date of a change.

django-cachalot was considered: it caches querysets by table, knows no dates, and does not see writes of other programs.
"""

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

MAX_ENTRIES = 500  # pairs of a school and a role
DATED_MODELS = (SchoolLink, GroupMember, Clause)

ViewerKeys = Mapping[Action, frozenset[str]]


@dataclass(frozen=True)
class _CachedKeys:
    """Keys that are valid for a key version, from a moment until another, which is outside."""

    version: str
    since: datetime | None
    until: datetime | None
    keys: ViewerKeys

    def is_valid(self, version: str, now: datetime) -> bool:
        has_begun = self.since is None or self.since <= now
        return self.version == version and has_begun and (self.until is None or now < self.until)


_cache: OrderedDict[tuple[int, str], _CachedKeys] = OrderedDict()


def keys_for(membership: Membership, now: datetime) -> ViewerKeys:
    """Return the same as `keys_of`, with a single database query where they are cached."""
    entry, version = (membership.school_id, membership.role), key_version.current()
    cached = _cache.get(entry)
    if cached is not None and cached.is_valid(version, now):
        return cached.keys
    keys = keys_of(membership, now)
    if version:
        _store(entry, _CachedKeys(version, *_valid_range(now), keys))
    return keys


def clear() -> None:
    """Empty the cache."""
    _cache.clear()


def _store(entry: tuple[int, str], cached: _CachedKeys) -> None:
    _cache[entry] = cached
    _cache.move_to_end(entry)
    while len(_cache) > MAX_ENTRIES:
        _cache.popitem(last=False)


def _valid_range(now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the last date until now on which any row began or ended, and the first one after now."""
    past, future = list[datetime](), list[datetime]()
    for model in DATED_MODELS:
        dates = model._default_manager.aggregate(
            began=Max("since", filter=Q(since__lte=now)),
            ended=Max("until", filter=Q(until__lte=now)),
            begins=Min("since", filter=Q(since__gt=now)),
            ends=Min("until", filter=Q(until__gt=now)),
        )
        past += [dates[name] for name in ("began", "ended") if dates[name]]
        future += [dates[name] for name in ("begins", "ends") if dates[name]]
    return max(past, default=None), min(future, default=None)
