"""Whose store and whose index? The id of this installation, put as a mark where it keeps things."""

from uuid import UUID

from django.conf import settings

from operations.models import Installation
from repository.store import access_checks as store_premises
from repository.store import store
from search.backends.access_checks import index_host

STORE, INDEX = OWNED_BACKENDS = "OBJECT_STORE_URL", "SEARCH_URL"


def installation_id() -> UUID:
    """Ours; made at the first call."""
    return Installation.objects.get_or_create(number=1)[0].uuid


def existing_id() -> UUID | None:
    """Ours, if it has been made."""
    found = Installation.objects.first()
    return found.uuid if found else None


def owner_of(place: str) -> UUID | None:
    """Whose mark stands there; None where none does. Raises what the place raises."""
    return store_premises.owner(store()) if place == STORE else index_host(settings.SEARCH_URL).owner()


def claim(place: str) -> None:
    """Put our mark where none stands."""
    if place == STORE:
        store_premises.claim(store(), installation_id())
    else:
        index_host(settings.SEARCH_URL).claim(installation_id())


def take_over(place: str) -> None:
    """Put our mark in the place of another's: somebody decided that what is there is ours now."""
    if place == STORE:
        store_premises.take_over(store(), installation_id())
    else:
        index_host(settings.SEARCH_URL).take_over(installation_id())
