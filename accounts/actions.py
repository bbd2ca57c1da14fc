"""All writes of schools, people and memberships."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import get_random_string

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotAllowed, NotFound, UserNameTaken
from accounts.models import Membership, Node, Person, Role, School, SchoolLink
from accounts.queries import assignable_roles, current_memberships, manages, require_manager

TEMPORARY_PASSWORD_TTL = timedelta(days=14)  # how long one that was given opens the choice of another
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  no two characters look alike on paper


def this_node(*, name: str) -> Node:
    """The row of this installation, made at the first call."""
    node, _made = Node.objects.get_or_create(is_here=True, defaults={"name": name})
    return node


@transaction.atomic
def create_school(*, code: str, name: str, kind: School.Kind, by: Viewer, under: School | None = None) -> School:
    """A new school or unit, under another from now on."""
    school = School.objects.create(code=code, name=name, kind=kind, node=Node.objects.filter(is_here=True).first())
    if under is not None:
        SchoolLink.objects.create(child=school, parent=under, kind=SchoolLink.Kind.PART_OF, since=by.now)
    record("school.found", by=by, target=school.uuid)
    return school


@transaction.atomic
def create_person(*, username: str, name: str, by: Viewer, password: str | None = None) -> Person:
    """A new person, who has no membership yet; without a password she cannot sign in before one is given."""
    person = Person(username=username, name=name)
    person.set_password(password)
    person.save()
    record("person.enrol", by=by, target=person.uuid)
    return person


@transaction.atomic
def add_membership(
    person: Person,
    *,
    school: School,
    role: Role,
    by: Viewer,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Membership:
    """Give a person a role in a school, from now or from a date."""
    membership = Membership.objects.create(person=person, school=school, role=role, since=since or by.now, until=until)
    record("membership.begin", by=by, target=membership.uuid)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Viewer) -> None:
    """End a membership now; its keys are gone at the next request."""
    membership.until = max(by.now, membership.since + timedelta(microseconds=1))
    membership.save(update_fields=["until"])
    record("membership.end", by=by, target=membership.uuid)


@transaction.atomic
def add_member(
    *,
    username: str,
    name: str,
    school: School,
    role: Role,
    by: Viewer,
    until: datetime | None = None,
) -> Membership:
    """Give somebody a role in a school that `by` looks after, with a new account or the one she has.

    An account that exists is taken only where user name and name agree; its password stays, a new one has none yet.
    Raises NotFound for a school of others, NotAllowed for a role that is not hers to give, UserNameTaken where the
    name differs.
    """
    require_manager(by, school.pk)
    if role not in assignable_roles(by):
        raise NotAllowed
    person = Person.objects.filter(username=username).first()
    if person is not None and person.name != name:
        raise UserNameTaken(username=username)
    if person is None:
        person = create_person(username=username, name=name, by=by)
    return add_membership(person, school=school, role=role, by=by, until=until)


@transaction.atomic
def issue_temporary_password(membership: Membership, *, by: Viewer) -> str:
    """A password by chance, which is told here and nowhere again, and which she must change at once.

    Raises NotFound for a school of others, and NotAllowed where it would open more than `by` may give: a role above
    hers, or one in another school.
    """
    require_manager(by, membership.school_id)
    person = Person.objects.select_for_update().get(pk=membership.person_id)
    held = current_memberships(person, now=by.now)
    if person.is_superuser or not all(manages(by, one.school_id) and one.role in assignable_roles(by) for one in held):
        raise NotAllowed
    password = "-".join(get_random_string(4, PASSWORD_ALPHABET) for _part in range(3))
    person.set_password(password)
    person.temporary_password_expires_at = by.now + TEMPORARY_PASSWORD_TTL
    person.save(update_fields=["password", "temporary_password_expires_at"])
    record("membership.password", by=by, target=membership.uuid)
    return password


@transaction.atomic
def change_membership(membership: Membership, *, role: Role, until: datetime | None, by: Viewer) -> Membership:
    """Correct the role or the end of a membership; an end that has passed ends it at the next request."""
    require_manager(by, membership.school_id)
    if not {role, Role(membership.role)} <= set(assignable_roles(by)):
        raise NotAllowed
    membership.role, membership.until = role, until
    membership.save(update_fields=["role", "until"])
    record("membership.change", by=by, target=membership.uuid, role=role)
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: Viewer) -> None:
    """End a membership of a school that `by` looks after; once it has ended, nothing more happens."""
    require_manager(by, membership.school_id)
    if Role(membership.role) not in assignable_roles(by):
        raise NotAllowed
    if membership.until is None or membership.until > by.now:
        end_membership(membership, by=by)


@transaction.atomic
def update_branding(school: School, *, name: str, accent: str, source_url: str, by: Viewer) -> School:
    """How a school shows itself; the colour was checked by `validate_accent` where it was typed."""
    require_manager(by, school.pk)
    school.name, school.accent, school.source_url = name, accent, source_url
    school.full_clean(validate_unique=False)
    school.save(update_fields=["name", "accent", "source_url"])
    record("school.dress", by=by, target=school.uuid)
    return school


def choose_membership(person: Person, *, uuid: str, now: datetime) -> Membership:
    """Act from now on as this one of her own memberships; raises NotFound for any other."""
    standing = person.memberships.filter(since__lte=now).exclude(until__lte=now)
    membership = next((own for own in standing if str(own.uuid) == uuid), None)
    if membership is None:
        raise NotFound
    person.active_membership = membership
    person.save(update_fields=["active_membership"])
    return membership
