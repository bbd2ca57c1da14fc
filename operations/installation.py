"""The id of this installation, and its ownership of store and index: the id is written where they are.

These functions act for no person; they need no viewer and write no audit entry.
"""

from uuid import UUID

from django.conf import settings

from operations.models import Installation
from repository.store import access_checks as store_access
from repository.store import store
from search.backends.access_checks import index_host

STORE, INDEX = OWNED_BACKENDS = "OBJECT_STORE_URL", "SEARCH_URL"


def installation_id() -> UUID:
    """Return the id of this installation; create it at the first call."""
    return Installation.objects.get_or_create(number=1)[0].uuid


def existing_id() -> UUID | None:
    """Return the id of this installation, or None before it was created."""
    installation = Installation.objects.first()
    return installation.uuid if installation else None


def owner_of(setting: str) -> UUID | None:
    """Return the id of the installation that owns the backend of this setting, or None.

    Raises the UserFacingError of the backend if it cannot be reached.
    """
    return store_access.owner(store()) if setting == STORE else index_host(settings.SEARCH_URL).owner()


def claim(setting: str) -> None:
    """Make this installation the owner of the backend, unless it has one."""
    if setting == STORE:
        store_access.claim(store(), installation_id())
    else:
        index_host(settings.SEARCH_URL).claim(installation_id())


def take_over(setting: str) -> None:
    """Make this installation the owner of the backend in place of another; an administrator has decided so."""
    if setting == STORE:
        store_access.take_over(store(), installation_id())
    else:
        index_host(settings.SEARCH_URL).take_over(installation_id())
