"""Issue the passwords of login slips; they are in the file alone, and cannot be read again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from access.viewer import Viewer
from accounts.actions import issue_temporary_password
from accounts.models import Membership, Role
from accounts.queries import may_issue_password
from roster.errors import NobodyChosen, TooManySlips
from roster.models import ListImport, SchoolClass
from roster.queries import members_in, members_of

MAX_SLIPS = 100


@dataclass(frozen=True)
class Slip:
    """What one person needs for the first sign-in."""

    name: str
    group: str  # the class, or the role
    username: str
    password: str


@transaction.atomic
def issue_slips(school_class: SchoolClass, *, keys: Sequence[int], by: Viewer) -> list[Slip]:
    """Issue temporary passwords to these members (by key) of a class, sorted by given name.

    Raises NobodyChosen, TooManySlips, or PasswordOfAnotherSchool, in which case no password was changed.
    """
    chosen = set(keys)
    members = [member for member in members_of(by, school_class) if member.pk in chosen]
    return _issue(members, by=by, group=lambda _member: school_class.name)


@transaction.atomic
def issue_slips_of_list(list_import: ListImport, *, by: Viewer) -> list[Slip]:
    """Issue temporary passwords to those whom a list brought and who have not chosen one; for staff, who have no class.

    Raises NobodyChosen if there are none, TooManySlips.
    """
    members = [
        member for member in members_in(by, list_import) if needs_slip(member) and may_issue_password(by, member)
    ]
    return _issue(members, by=by, group=lambda member: str(Role(member.role).label))


def _issue(members: Sequence[Membership], *, by: Viewer, group: Callable[[Membership], str]) -> list[Slip]:
    if not members:
        raise NobodyChosen
    if len(members) > MAX_SLIPS:
        raise TooManySlips(limit=MAX_SLIPS)
    return [_slip(member, group(member), by) for member in members]


def needs_slip(member: Membership) -> bool:
    """Return whether a member has not chosen a password yet."""
    return not member.person.has_usable_password() or member.person.temporary_password_expires_at is not None


def _slip(member: Membership, group: str, by: Viewer) -> Slip:
    password = issue_temporary_password(member, by=by)
    return Slip(member.person.name, group, member.person.username, password)
