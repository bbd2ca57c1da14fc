"""Which desk of the Wagtail admin a person works at: that of their active membership."""

from typing import Any

from django.utils import timezone

from accounts.models import Role
from portal.models import Desk
from sharing.viewer import active_membership

# What each role may do in the admin, beside pages and pictures, which belong to the desk's group.
# The node administrator may do all that Wagtail knows; the others nothing.
LIBRARIAN_PERMISSIONS: frozenset[str] = frozenset(
    {
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
        "repository.view_resource",
        "repository.change_resource",
        "repository.view_collection",
        "repository.add_collection",
        "repository.change_collection",
        "accounts.view_membership",
        "accounts.add_membership",
        "accounts.change_membership",
        "accounts.view_school",
        "accounts.change_school",
    }
)
# Wagtail's documents are closed to everybody; the desk's own screens manage people.
FORBIDDEN_PERMISSIONS: frozenset[str] = frozenset({"wagtaildocs", "wagtailusers", "auth"})


def role_of(person: Any) -> Role | None:
    """Return the role of the active membership if it has a desk; read once for each request."""
    membership = _membership(person)
    if membership is None or membership.role not in (Role.LIBRARIAN, Role.NODE_ADMIN):
        return None
    return Role(membership.role)


def desk_of(person: Any) -> Desk | None:
    """Return the person's desk; the node administrator's is the one without a school."""
    role = role_of(person)
    if role is None:
        return None
    school = None if role == Role.NODE_ADMIN else _membership(person).school_id
    return Desk.objects.filter(school=school).select_related("home").first()


def has_permission(person: Any, permission: str) -> bool:
    """Return whether the person's role has this permission (Django's name of it)."""
    if permission.split(".")[0] in FORBIDDEN_PERMISSIONS:
        return False
    role = role_of(person)
    return role == Role.NODE_ADMIN or (role == Role.LIBRARIAN and permission in LIBRARIAN_PERMISSIONS)


def _membership(person: Any) -> Any:
    """Return the active membership, cached on the person for one request: one that ended opens nothing at the next."""
    if not person.is_authenticated or not person.is_active:
        return None
    if not hasattr(person, "_desk_membership"):
        person._desk_membership = active_membership(person, now=timezone.now())
    return person._desk_membership
