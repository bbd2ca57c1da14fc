"""All writes of schools, people and memberships."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from access.viewer import Viewer
from accounts import mail
from accounts.audit import record
from accounts.contact_details import ContactDetails
from accounts.errors import (
    AdministratorExists,
    AlreadyMember,
    NotAllowed,
    NotFound,
    PasswordOfAnotherSchool,
    SchoolCodeTaken,
    UserNameTaken,
)
from accounts.locks import lock
from accounts.models import Membership, Node, Person, Role, School, SchoolLink
from accounts.queries import (
    administrators,
    assignable_roles,
    current_memberships,
    may_issue_password,
    require_manager,
)
from accounts.temporary_passwords import set_temporary_password

CONTACT_FIELDS = tuple(field.name for field in ContactDetails._meta.get_fields())


def this_node(*, name: str) -> Node:
    """Return the node of this installation; create it at the first call."""
    node, _made = Node.objects.get_or_create(is_here=True, defaults={"name": name})
    return node


@transaction.atomic
def name_node(*, name: str, by: Viewer) -> Node:
    """Name this installation. Raise NotAllowed for others than its administrator."""
    if not by.is_node_admin:
        raise NotAllowed
    node = this_node(name=name)
    node.name = name
    node.save(update_fields=["name"])
    record("node.name", by=by, target=node.uuid)
    return node


@transaction.atomic
def create_school(*, code: str, name: str, kind: School.Kind, by: Viewer, under: School | None = None) -> School:
    """Create a school or a unit above schools, from now on under another unit. Raise SchoolCodeTaken."""
    node = Node.objects.filter(is_here=True).first()
    try:
        with transaction.atomic():
            school = School.objects.create(code=code, name=name, kind=kind, node=node)
    except IntegrityError as error:
        raise SchoolCodeTaken(code=code) from error
    if under is not None:
        SchoolLink.objects.create(child=school, parent=under, kind=SchoolLink.Kind.PART_OF, since=by.now)
    record("school.create", by=by, target=school.uuid)
    return school


@transaction.atomic
def create_person(
    *, username: str, name: str, by: Viewer, school: School | None = None, password: str | None = None
) -> Person:
    """Create a person for a school. Without a password, the person needs a temporary one to sign in."""
    person = Person(username=username, name=name, made_by=school)
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
    """Give a person a role in a school that `by` manages, with a new account or an existing one; idempotent.

    An existing account is used only if user name and name are the same. Its password stays, unless it is a temporary
    one that another school issued: that one no longer works. A new account has none.
    Raises NotFound for a school that `by` does not manage, NotAllowed for a role that `by` may not assign,
    UserNameTaken if the account has another name, AlreadyMember for a second membership with another end.
    """
    require_manager(by, school.pk)
    if role not in assignable_roles(by):
        raise NotAllowed
    person = _find_or_create(username=username, name=name, school=school, by=by)
    existing = current_memberships(person, now=by.now).filter(school=school, role=role).first()
    if existing is None:
        return add_membership(person, school=school, role=role, by=by, until=until)
    if existing.until != until:
        raise AlreadyMember(name=name)
    return existing


def _find_or_create(*, username: str, name: str, school: School, by: Viewer) -> Person:
    """Return the locked account of this name. Two requests that create the same account at once get one account."""
    person = Person.objects.select_for_update().filter(username=username).first()
    if person is None:
        try:
            with transaction.atomic():
                return create_person(username=username, name=name, school=school, by=by)
        except IntegrityError:
            person = Person.objects.select_for_update().get(username=username)
    if person.name != name:
        raise UserNameTaken(username=username)
    if person.temporary_password_expires_at is not None and person.made_by_id != school.pk:
        person.set_unusable_password()
        person.temporary_password_expires_at = None
        person.save(update_fields=["password", "temporary_password_expires_at"])
    return person


@transaction.atomic
def issue_temporary_password(membership: Membership, *, by: Viewer) -> str:
    """Set a random password, which the person must replace at once, and return it; it cannot be read again.

    It ends the sessions of the person, who gets a mail. Raises NotFound for a school that `by` does not manage,
    PasswordOfAnotherSchool for an account that is not in the hands of this school alone (`may_issue_password`).
    """
    require_manager(by, membership.school_id)
    person = lock(membership.person)
    membership.person = person
    if not may_issue_password(by, membership):
        raise PasswordOfAnotherSchool(username=person.username)
    password = set_temporary_password(person, now=by.now)
    record("membership.password", by=by, target=membership.uuid)
    mail.temporary_password_issued(person, school=membership.school)
    return password


@dataclass(frozen=True)
class FirstAdministrator:
    """The administrator of a new installation, and the school or office that runs it."""

    username: str
    name: str
    email: str
    unit_name: str
    unit_code: str
    unit_kind: School.Kind


@transaction.atomic
def create_first_administrator(first: FirstAdministrator, *, by: Viewer) -> tuple[School, str]:
    """Create the administrator and the unit; return the unit and a temporary password.

    The caller has a shell on the machine. Raises AdministratorExists, UserNameTaken, or SchoolCodeTaken.
    """
    node = lock(this_node(name=""))  # one call at a time
    administrator = administrators(now=by.now).first()
    if administrator is not None:
        raise AdministratorExists(username=administrator.person.username)
    if Person.objects.filter(username=first.username).exclude(name=first.name).exists():
        raise UserNameTaken(username=first.username)
    unit = School.objects.filter(code=first.unit_code).first() or create_school(
        code=first.unit_code, name=first.unit_name, kind=first.unit_kind, by=by
    )
    if (unit.name, unit.kind) != (first.unit_name, first.unit_kind):
        raise SchoolCodeTaken(code=first.unit_code)
    person = Person.objects.filter(username=first.username).first() or create_person(
        username=first.username, name=first.name, school=unit, by=by
    )
    add_membership(person, school=unit, role=Role.NODE_ADMIN, by=by)
    if first.email:
        _confirm_email(person, first.email)
    record("node.first_administrator", by=by, target=node.uuid)
    return unit, set_temporary_password(person, now=by.now)


def _confirm_email(person: Person, email: str) -> None:
    person.email = email.lower()
    person.save(update_fields=["email"])
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def change_membership(membership: Membership, *, role: Role, until: datetime | None, by: Viewer) -> Membership:
    """Correct the role or the end of a membership; an end in the past ends it at the next request.

    Raises NotFound, NotAllowed, or AlreadyMember if the person has the other role at the same time.
    """
    require_manager(by, membership.school_id)
    if not {role, Role(membership.role)} <= set(assignable_roles(by)):
        raise NotAllowed
    membership.role, membership.until = role, until
    try:
        with transaction.atomic():
            membership.save(update_fields=["role", "until"])
    except IntegrityError as error:
        raise AlreadyMember(name=membership.person.name) from error
    record("membership.change", by=by, target=membership.uuid, role=role)
    return membership


@transaction.atomic
def rename_person(membership: Membership, *, name: str, by: Viewer) -> bool:
    """Correct a name, if the account is in the hands of this school alone (`may_issue_password`); return whether."""
    if not may_issue_password(by, membership):
        return False
    person = lock(membership.person)
    person.name = membership.person.name = name
    person.save(update_fields=["name"])
    record("person.rename", by=by, target=person.uuid)
    return True


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


@transaction.atomic
def update_contact(owner: School | Node, *, values: Mapping[str, str], by: Viewer) -> None:
    """Say who answers for a school or for the node, and what is said about privacy; the fields validate them.

    Raises NotFound for a school that `by` does not manage, NotAllowed for the node of which `by` is no administrator.
    """
    if isinstance(owner, School):
        require_manager(by, owner.pk)
    elif not by.is_node_admin:
        raise NotAllowed
    for name in CONTACT_FIELDS:
        setattr(owner, name, values[name])
    owner.clean_fields(exclude={field.name for field in owner._meta.fields} - set(CONTACT_FIELDS))
    owner.save(update_fields=CONTACT_FIELDS)
    record("contact.update", by=by, target=owner.uuid)


def choose_membership(person: Person, *, uuid: str, now: datetime) -> Membership:
    """Make a current membership of the person the active one. Raises NotFound for any other."""
    current = current_memberships(person, now=now).filter(since__lte=now)
    membership = next((own for own in current if str(own.uuid) == uuid), None)
    if membership is None:
        raise NotFound
    person.active_membership = membership
    person.save(update_fields=["active_membership"])
    return membership
