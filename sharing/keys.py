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
    """Return the condition for rows whose `since` and `until` include this moment; `until` itself is outside."""
    return Q(**{f"{prefix}since__lte": now}) & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": now}))


def audiences(membership: Membership | None, now: datetime) -> frozenset[str]:
    """Return the audiences that a membership belongs to, spelt as in labels; without one, a visitor's."""
    if membership is None:
        return frozenset({labels.EVERYONE})
    schools = schools_in_scope(membership.school_id, now)
    groups = groups_of(schools, now)
    names = {labels.EVERYONE}
    for role in ("", membership.role):
        names |= {labels.school_audience(school, role) for school in schools}
        names |= {labels.group_audience(group, role) for group in groups}
    return frozenset(names)


def schools_in_scope(school: int, now: datetime) -> frozenset[int]:
    """Return the school, the schools merged into it, and the units above: grants to them hold for its members."""
    links = SchoolLink.objects.filter(active_at(now))
    merged = links.filter(kind=SchoolLink.Kind.MERGED_INTO)
    part_of = links.filter(kind=SchoolLink.Kind.PART_OF)
    own = _transitive({school}, merged, "parent", "child")
    return _transitive(own, part_of, "child", "parent")


def groups_of(schools: Iterable[int], now: datetime) -> frozenset[int]:
    """Return the groups that these schools belong to, directly or through other groups."""
    members = GroupMember.objects.filter(active_at(now))
    direct = members.filter(school__in=schools).values_list("group_id", flat=True)
    return _transitive(direct, members, "subgroup", "group")


def clauses_for(membership: Membership, now: datetime) -> QuerySet[Clause]:
    """Return the clauses that give this membership access at this moment."""
    return Clause.objects.filter(
        active_at(now),
        Q(role="") | Q(role=membership.role),
        # A school cannot give access to the collection of another one.
        Q(collection=None) | Q(collection__school=F("giver")),
        taker__in=schools_in_scope(membership.school_id, now),
        agreement__state=Agreement.State.ACTIVE,
    )


def clause_key(clause: Clause) -> str:
    """Return the one key of a clause: the part of the giver's resources, or of a collection, that it names."""
    part = (
        clause.subject or labels.ANY,
        str(clause.grade or labels.ANY),
        clause.kind or labels.ANY,
    )
    if clause.collection_id is not None:
        return labels.within(clause.collection_id, *part)
    return labels.own(clause.giver_id, *part)


def keys_of(
    membership: Membership | None, now: datetime, *, exclude: Clause | None = None
) -> Mapping[Action, frozenset[str]]:
    """Return for each action the keys of a membership, without those of the clause `exclude`."""
    keys: dict[Action, set[str]] = defaultdict(set)
    audience_names = audiences(membership, now)
    for action in OPENABLE:
        keys[action] |= {labels.opened(action, audience) for audience in audience_names}
    clauses = clauses_for(membership, now) if membership else Clause.objects.none()
    for clause in clauses.exclude(pk=exclude.pk) if exclude else clauses:
        for name in clause.actions:
            keys[Action(name)].add(clause_key(clause))
    return {action: frozenset(names) for action, names in keys.items()}


def staff_keys_of(membership: Membership | None) -> frozenset[str]:
    """Return the key of a librarian for everything that their school owns; none for other roles."""
    if membership is None or membership.role != Role.LIBRARIAN:
        return frozenset()
    return frozenset({labels.staff(membership.school_id)})


def _transitive(start: Iterable[int], edges: QuerySet, source: str, target: str) -> frozenset[int]:
    """Return what can be reached from `start` along the rows, with one query for each step; cycles are allowed."""
    reached: set[int] = set()
    newly = set(start)
    while newly:
        reached |= newly
        rows = edges.filter(**{f"{source}__in": newly})
        newly = set(rows.values_list(f"{target}_id", flat=True)) - reached
    return frozenset(reached)
