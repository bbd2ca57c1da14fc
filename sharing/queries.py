"""All reads of agreements, groups and grants, for one viewer. Who signs for no party learns nothing of an agreement."""

from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, School
from repository.models import Collection, Grant, Resource
from repository.queries import collections_of, require_staff
from sharing.keys import active_at, groups_of, schools_in_scope
from sharing.models import Agreement, Clause, GroupMember, SchoolGroup


def agreements_of(viewer: Viewer) -> QuerySet[Agreement]:
    """Return the agreements of the school that the viewer signs for, without drafts of other schools."""
    proposed_by_us = Q(proposer=viewer.signs_for)
    shown_to_us = Q(partner=viewer.signs_for) & ~Q(state=Agreement.State.DRAFT)
    ours = Agreement.objects.filter(proposed_by_us | shown_to_us)
    return ours.select_related("proposer", "partner", "ended_by").prefetch_related(
        "clauses__giver", "clauses__taker", "clauses__collection"
    )


def waiting_first(viewer: Viewer) -> QuerySet[Agreement]:
    """Return those agreements; the ones that wait for the signature of the viewer's school come first."""
    waits = Q(state=Agreement.State.PROPOSED, partner=viewer.signs_for)
    rank = Case(When(waits, then=Value(0)), default=Value(1))
    return agreements_of(viewer).order_by(rank, "-pk")


def waiting_for_answer(viewer: Viewer) -> QuerySet[Agreement]:
    """Return the agreements that wait for the answer of the school that the viewer signs for."""
    return agreements_of(viewer).filter(state=Agreement.State.PROPOSED, partner=viewer.signs_for)


def agreement_for(viewer: Viewer, uuid: UUID | str) -> Agreement:
    """Return one agreement. Raise NotFound unless the viewer signs for one of its schools."""
    agreement = agreements_of(viewer).filter(uuid=uuid).first()
    if agreement is None:
        raise NotFound
    return agreement


def clause_for(viewer: Viewer, agreement: UUID | str, number: int) -> Clause:
    """Return a clause by its number, counted from 1. Raise NotFound without one."""
    clauses = list(agreement_for(viewer, agreement).clauses.all())
    if not 1 <= number <= len(clauses):
        raise NotFound
    return clauses[number - 1]


def groups_for(viewer: Viewer) -> QuerySet[SchoolGroup]:
    """Return the groups that the viewer's school leads or belongs to, directly or through another group."""
    if viewer.signs_for is None:
        return SchoolGroup.objects.none()
    belongs = groups_of(schools_in_scope(viewer.signs_for, viewer.now), viewer.now)
    return SchoolGroup.objects.filter(Q(lead=viewer.signs_for) | Q(pk__in=belongs)).select_related("lead")


def group_for(viewer: Viewer, uuid: UUID | str) -> SchoolGroup:
    """Return one of those groups. Raise NotFound for others."""
    group = groups_for(viewer).filter(uuid=uuid).first()
    if group is None:
        raise NotFound
    return group


def members_of(viewer: Viewer, group: SchoolGroup) -> QuerySet[GroupMember]:
    """Return the members of a group at this moment."""
    return group.members.filter(active_at(viewer.now)).select_related("school", "subgroup").order_by("pk")


def possible_partners(viewer: Viewer) -> QuerySet[School]:
    """Return the schools with which the viewer's school can agree: all others."""
    return School.objects.exclude(pk=viewer.signs_for)  # type: ignore[misc]


def schools_to_add(viewer: Viewer, group: SchoolGroup) -> QuerySet[School]:
    """Return the schools that are no members of a group."""
    return School.objects.exclude(pk__in=members_of(viewer, group).exclude(school=None).values("school"))


def groups_to_add(viewer: Viewer, group: SchoolGroup) -> QuerySet[SchoolGroup]:
    """Return the viewer's groups that are neither this group nor members of it."""
    inside = members_of(viewer, group).exclude(subgroup=None).values("subgroup")
    return groups_for(viewer).exclude(pk=group.pk).exclude(pk__in=inside)


def person_of_my_school(viewer: Viewer, membership: str) -> Membership:
    """Return a current membership of the viewer's school by its UUID. Raise NotFound for others and for no UUID."""
    try:
        named = people_of_my_school(viewer).filter(uuid=UUID(membership)).first()
    except ValueError:
        raise NotFound from None
    if named is None:
        raise NotFound
    return named


def people_of_my_school(viewer: Viewer) -> QuerySet[Membership]:
    """Return the current memberships of the school that the viewer signs for."""
    current = Membership.objects.filter(active_at(viewer.now), school=viewer.signs_for)
    return current.select_related("person", "school").order_by("person__name", "pk")


def collections_to_give(viewer: Viewer) -> QuerySet[Collection]:
    """Return the collections that a clause of the viewer's school can name."""
    return Collection.objects.filter(school=viewer.signs_for)


def grants_of(viewer: Viewer, target: Resource | Collection) -> QuerySet[Grant]:
    """Return the grants of a resource or collection. Raise NotFound unless the viewer is a librarian of its school."""
    require_staff(viewer, target.owner_id if isinstance(target, Resource) else target.school_id)
    return target.grants.order_by("audience", "pk")


def collection_for(viewer: Viewer, uuid: UUID | str) -> Collection:
    """Return one collection. Raise NotFound unless the viewer is a librarian of its school."""
    collection = collections_of(viewer).filter(uuid=uuid).first()
    if collection is None:
        raise NotFound
    return collection
