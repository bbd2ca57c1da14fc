"""All writes of schools, people and memberships."""

from datetime import datetime

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import note
from accounts.errors import NotFound
from accounts.models import Membership, Node, Person, Role, School, SchoolLink


def this_node(*, name: str) -> Node:
    """The row of this installation, made at the first call."""
    node, _made = Node.objects.get_or_create(is_here=True, defaults={"name": name})
    return node


@transaction.atomic
def found_school(
    *, code: str, name: str, kind: School.Kind, by: Viewer, under: School | None = None
) -> School:
    """A new school or unit, under another from now on."""
    school = School.objects.create(
        code=code, name=name, kind=kind, node=Node.objects.filter(is_here=True).first()
    )
    if under is not None:
        SchoolLink.objects.create(
            child=school, parent=under, kind=SchoolLink.Kind.PART_OF, since=by.now
        )
    note("school.found", by=by, thing=school.uuid)
    return school


@transaction.atomic
def merge_school(school: School, *, into: School, by: Viewer) -> None:
    """From now on the people of `school` belong with those of `into`; nothing is rewritten."""
    SchoolLink.objects.create(
        child=school, parent=into, kind=SchoolLink.Kind.MERGED_INTO, since=by.now
    )
    note("school.merge", by=by, thing=school.uuid, into=str(into.uuid))


@transaction.atomic
def enrol(*, username: str, name: str, password: str, by: Viewer) -> Person:
    """A new person, who has no membership yet."""
    person = Person(username=username, name=name)
    person.set_password(password)
    person.save()
    note("person.enrol", by=by, thing=person.uuid)
    return person


@transaction.atomic
def join(
    person: Person,
    *,
    school: School,
    role: Role,
    by: Viewer,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Membership:
    """Give a person a role in a school, from now or from a date."""
    membership = Membership.objects.create(
        person=person, school=school, role=role, since=since or by.now, until=until
    )
    note("membership.begin", by=by, thing=membership.uuid)
    return membership


@transaction.atomic
def leave(membership: Membership, *, by: Viewer) -> None:
    """End a membership now; its keys are gone at the next request."""
    membership.until = max(by.now, membership.since)
    membership.save(update_fields=["until"])
    note("membership.end", by=by, thing=membership.uuid)


def choose_membership(person: Person, *, uuid: str, now: datetime) -> Membership:
    """Act from now on as this one of her own memberships; raises NotFound for any other."""
    membership = (
        person.memberships.filter(uuid=uuid, since__lte=now)
        .exclude(until__lte=now)
        .first()
    )
    if membership is None:
        raise NotFound
    person.chosen = membership
    person.save(update_fields=["chosen"])
    return membership
