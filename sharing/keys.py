"""The keys that one membership holds at one moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F, Q, QuerySet

from access import labels
from access.actions import OPENABLE, Action
from accounts.models import Membership, Role, SchoolLink
from sharing.models import Agreement, Clause, GroupMember


def active_at(now: datetime, prefix: str = "") -> Q:
    """Rows with `since` and `until` that stand at this moment; the later date is outside."""
    return Q(**{f"{prefix}since__lte": now}) & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": now}))


def audiences(membership: Membership | None, now: datetime) -> frozenset[str]:
    """Every audience that she belongs to, spelt as in labels."""
    if membership is None:
        return frozenset({labels.EVERYONE})
    schools = schools_in_scope(membership.school_id, now)
    groups = groups_of(schools, now)
    found = {labels.EVERYONE}
    for role in ("", membership.role):
        found |= {labels.school_audience(school, role) for school in schools}
        found |= {labels.group_audience(group, role) for group in groups}
    return frozenset(found)


def schools_in_scope(school: int, now: datetime) -> frozenset[int]:
    """The school itself, the units above it, and schools merged into hers: what is opened to them is opened to her."""
    links = SchoolLink.objects.filter(active_at(now))
    merged = links.filter(kind=SchoolLink.Kind.MERGED_INTO)
    part_of = links.filter(kind=SchoolLink.Kind.PART_OF)
    mine = _transitive({school}, merged, "parent", "child")
    return _transitive(mine, part_of, "child", "parent")


def groups_of(schools: Iterable[int], now: datetime) -> frozenset[int]:
    """The groups that these schools belong to, also through a group within a group."""
    members = GroupMember.objects.filter(active_at(now))
    direct = members.filter(school__in=schools).values_list("group_id", flat=True)
    return _transitive(direct, members, "subgroup", "group")


def clauses_for(membership: Membership, now: datetime) -> QuerySet[Clause]:
    """The clauses that stand for her at this moment."""
    return Clause.objects.filter(
        active_at(now),
        Q(role="") | Q(role=membership.role),
        # Nobody can give away what another school put together.
        Q(collection=None) | Q(collection__school=F("giver")),
        taker__in=schools_in_scope(membership.school_id, now),
        agreement__state=Agreement.State.ACTIVE,
    )


def clause_key(clause: Clause) -> str:
    """The one key of a clause: exactly its part of what the giver owns or put into a collection."""
    part = (
        clause.subject or labels.ANY,
        str(clause.grade or labels.ANY),
        clause.kind or labels.ANY,
    )
    if clause.collection_id is not None:
        return labels.within(clause.collection_id, *part)
    return labels.own(clause.giver_id, *part)


def keys_of(
    membership: Membership | None, now: datetime, *, but: Clause | None = None
) -> Mapping[Action, frozenset[str]]:
    """For each action, what its own grants open; `but` leaves one clause out, to see what it alone would open."""
    keys: dict[Action, set[str]] = defaultdict(set)
    audience_names = audiences(membership, now)
    for action in OPENABLE:
        keys[action] |= {labels.opened(action, audience) for audience in audience_names}
    clauses = clauses_for(membership, now) if membership else Clause.objects.none()
    for clause in clauses.exclude(pk=but.pk) if but else clauses:
        for name in clause.actions:
            keys[Action(name)].add(clause_key(clause))
    return {action: frozenset(found) for action, found in keys.items()}


def staff_keys_of(membership: Membership | None) -> frozenset[str]:
    """Librarians keep what their own school owns, and nobody else does."""
    if membership is None or membership.role != Role.LIBRARIAN:
        return frozenset()
    return frozenset({labels.staff(membership.school_id)})


def _transitive(start: Iterable[int], edges: QuerySet, source: str, target: str) -> frozenset[int]:
    """All that is reached from `start` along the rows, one question for each step; cycles do no harm."""
    reached: set[int] = set()
    newly = set(start)
    while newly:
        reached |= newly
        rows = edges.filter(**{f"{source}__in": newly})
        newly = set(rows.values_list(f"{target}_id", flat=True)) - reached
    return frozenset(reached)
