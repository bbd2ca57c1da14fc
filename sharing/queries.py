"""All reads of agreements and groups; each begins with who is asking. Those who sign for no party are told nothing."""

from uuid import UUID

from django.db.models import Q, QuerySet

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, School
from repository.models import Collection, Grant, Resource
from repository.queries import collections_of, require_staff
from sharing.keys import active_at, groups_of, schools_in_scope
from sharing.models import Agreement, Clause, GroupMember, SchoolGroup


def agreements_of(viewer: Viewer) -> QuerySet[Agreement]:
    """The agreements of the school she signs for; of another school's drafts she knows nothing."""
    proposed_by_us = Q(proposer=viewer.signs_for)
    shown_to_us = Q(partner=viewer.signs_for) & ~Q(state=Agreement.State.DRAFT)
    ours = Agreement.objects.filter(proposed_by_us | shown_to_us)
    return ours.select_related("proposer", "partner", "ended_by").prefetch_related(
        "clauses__giver", "clauses__taker", "clauses__collection"
    )


def agreement_for(viewer: Viewer, uuid: UUID | str) -> Agreement:
    """One agreement; raises NotFound for all who do not sign for one of its schools."""
    found = agreements_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def clause_for(viewer: Viewer, agreement: UUID | str, number: int) -> Clause:
    """The clause of that number, counted from 1 as people read them."""
    clauses = list(agreement_for(viewer, agreement).clauses.all())
    if not 1 <= number <= len(clauses):
        raise NotFound
    return clauses[number - 1]


def groups_for(viewer: Viewer) -> QuerySet[SchoolGroup]:
    """The groups that her school leads or belongs to, directly or through another group."""
    if viewer.signs_for is None:
        return SchoolGroup.objects.none()
    belongs = groups_of(schools_in_scope(viewer.signs_for, viewer.now), viewer.now)
    return SchoolGroup.objects.filter(Q(lead=viewer.signs_for) | Q(pk__in=belongs)).select_related("lead")


def group_for(viewer: Viewer, uuid: UUID | str) -> SchoolGroup:
    """One of those groups; raises NotFound for others."""
    found = groups_for(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def members_of(viewer: Viewer, group: SchoolGroup) -> QuerySet[GroupMember]:
    """Who belongs to the group at this moment."""
    return group.members.filter(active_at(viewer.now)).select_related("school", "subgroup").order_by("pk")


def possible_partners(viewer: Viewer) -> QuerySet[School]:
    """The schools and units with which hers can agree."""
    return School.objects.exclude(pk=viewer.signs_for)  # type: ignore[misc]


def person_of_my_school(viewer: Viewer, membership: str) -> Membership:
    """A standing membership of the school she signs for; raises NotFound for all others."""
    try:
        found = people_of_my_school(viewer).filter(uuid=UUID(membership)).first()
    except ValueError:
        raise NotFound from None
    if found is None:
        raise NotFound
    return found


def people_of_my_school(viewer: Viewer) -> QuerySet[Membership]:
    """The standing memberships of the school she signs for."""
    standing = Membership.objects.filter(active_at(viewer.now), school=viewer.signs_for)
    return standing.select_related("person", "school").order_by("person__name", "pk")


def collections_to_give(viewer: Viewer) -> QuerySet[Collection]:
    """The collections that a clause of her school can name."""
    return Collection.objects.filter(school=viewer.signs_for)


def grants_of(viewer: Viewer, thing: Resource | Collection) -> QuerySet[Grant]:
    """To whom a resource or a collection is opened, for the librarians of its school; raises NotFound for others."""
    require_staff(viewer, thing.owner_id if isinstance(thing, Resource) else thing.school_id)
    return thing.grants.order_by("audience", "pk")


def collection_for(viewer: Viewer, uuid: UUID | str) -> Collection:
    """A collection of the school whose librarian she is; raises NotFound for others."""
    found = collections_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found
