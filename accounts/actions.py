"""All writes of schools, people and memberships."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import get_random_string

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotAllowed, NotFound, UserNameTaken
from accounts.models import Membership, Node, Person, Role, School, SchoolLink
from accounts.queries import assignable_roles, current_memberships, manages, require_manager

TEMPORARY_PASSWORD_TTL = timedelta(days=14)  # in which the person must choose another
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  no two characters look alike on paper


def this_node(*, name: str) -> Node:
    """Return the node of this installation; create it at the first call."""
    node, _made = Node.objects.get_or_create(is_here=True, defaults={"name": name})
    return node


@transaction.atomic
def create_school(*, code: str, name: str, kind: School.Kind, by: Viewer, under: School | None = None) -> School:
    """Create a school or a unit above schools, from now on under another unit."""
    school = School.objects.create(code=code, name=name, kind=kind, node=Node.objects.filter(is_here=True).first())
    if under is not None:
        SchoolLink.objects.create(child=school, parent=under, kind=SchoolLink.Kind.PART_OF, since=by.now)
    record("school.create", by=by, target=school.uuid)
    return school


@transaction.atomic
def create_person(*, username: str, name: str, by: Viewer, password: str | None = None) -> Person:
    """Create a person without a membership. Without a password, the person needs a temporary one to sign in."""
    person = Person(username=username, name=name)
    person.set_password(password)
    person.save()
    record("person.create", by=by, target=person.uuid)
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
    """End a membership now; it gives no access from the next request on."""
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
    """Give a person a role in a school that `by` manages, with a new account or an existing one.

    An existing account is used only if user name and name are the same; its password stays. A new account has none.
    Raises NotFound for a school that `by` does not manage, NotAllowed for a role that `by` may not assign,
    UserNameTaken if the account has another name.
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
    """Set a random password, which the person must replace at once, and return it; it cannot be read again.

    Raises NotFound for a school that `by` does not manage, and NotAllowed if the account has a role that `by` may not
    assign, or one in a school that `by` does not manage.
    """
    require_manager(by, membership.school_id)
    person = Person.objects.select_for_update().get(pk=membership.person_id)
    roles = assignable_roles(by)
    memberships = current_memberships(person, now=by.now)
    if person.is_superuser or not all(manages(by, own.school_id) and own.role in roles for own in memberships):
        raise NotAllowed
    password = "-".join(get_random_string(4, PASSWORD_ALPHABET) for _part in range(3))
    person.set_password(password)
    person.temporary_password_expires_at = by.now + TEMPORARY_PASSWORD_TTL
    person.save(update_fields=["password", "temporary_password_expires_at"])
    record("membership.password", by=by, target=membership.uuid)
    return password


@transaction.atomic
def change_membership(membership: Membership, *, role: Role, until: datetime | None, by: Viewer) -> Membership:
    """Correct the role or the end of a membership; an end in the past ends it at the next request."""
    require_manager(by, membership.school_id)
    if not {role, Role(membership.role)} <= set(assignable_roles(by)):
        raise NotAllowed
    membership.role, membership.until = role, until
    membership.save(update_fields=["role", "until"])
    record("membership.change", by=by, target=membership.uuid, role=role)
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: Viewer) -> None:
    """End a membership of a school that `by` manages; idempotent."""
    require_manager(by, membership.school_id)
    if Role(membership.role) not in assignable_roles(by):
        raise NotAllowed
    if membership.until is None or membership.until > by.now:
        end_membership(membership, by=by)


@transaction.atomic
def update_branding(school: School, *, name: str, accent: str, source_url: str, by: Viewer) -> School:
    """Change the name, the accent colour and the source address of a school; `full_clean` validates them."""
    require_manager(by, school.pk)
    school.name, school.accent, school.source_url = name, accent, source_url
    school.full_clean(validate_unique=False)
    school.save(update_fields=["name", "accent", "source_url"])
    record("school.update", by=by, target=school.uuid)
    return school


def choose_membership(person: Person, *, uuid: str, now: datetime) -> Membership:
    """Make a current membership of the person the active one. Raises NotFound for any other."""
    current = current_memberships(person, now=now).filter(since__lte=now)
    membership = next((own for own in current if str(own.uuid) == uuid), None)
    if membership is None:
        raise NotFound
    person.active_membership = membership
    person.save(update_fields=["active_membership"])
    return membership


def delete_expired_sessions(now: datetime) -> None:
    """Delete the sessions that no longer sign anybody in; Django leaves them in the table."""
    Session.objects.filter(expire_date__lt=now).delete()
