"""Issue the passwords of login slips; they are in the file alone, and cannot be read again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from access.viewer import Viewer
from accounts.actions import issue_temporary_password
from accounts.models import Membership
from roster.errors import NobodyChosen, TooManySlips
from roster.models import SchoolClass
from roster.queries import members_of

MAX_SLIPS = 100


@dataclass(frozen=True)
class Slip:
    """What one person needs for the first sign-in."""

    name: str
    group: str  # the class
    username: str
    password: str


@transaction.atomic
def issue_slips(school_class: SchoolClass, *, keys: Sequence[int], by: Viewer) -> list[Slip]:
    """Issue temporary passwords to these members (by key) of a class, sorted by given name.

    Raises NobodyChosen, TooManySlips, or PasswordOfAnotherSchool, in which case no password was changed.
    """
    chosen = set(keys)
    members = [member for member in members_of(by, school_class) if member.pk in chosen]
    if not members:
        raise NobodyChosen
    if len(members) > MAX_SLIPS:
        raise TooManySlips(limit=MAX_SLIPS)
    return [_slip(member, school_class, by) for member in members]


def needs_slip(member: Membership) -> bool:
    """Return whether a member has not chosen a password yet."""
    return not member.person.has_usable_password() or member.person.temporary_password_expires_at is not None


def _slip(member: Membership, school_class: SchoolClass, by: Viewer) -> Slip:
    password = issue_temporary_password(member, by=by)
    return Slip(member.person.name, school_class.name, member.person.username, password)
