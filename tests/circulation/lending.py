"""Fixtures for lending: a resource that everyone may borrow, and its licences."""

from access.actions import Action
from circulation.licences.actions import LicenceTerms, add_licence
from circulation.models import Licence
from repository.models import Resource
from sharing.viewer import system_viewer
from tests.factories import NOW, a_resource


def a_lent_resource(*, seats: int = 1, **terms: object) -> Resource:
    """Return a published resource that everyone may borrow, with one licence."""
    resource = a_resource(title="Truyện Đất rừng phương Nam", opened={Action.BORROW: "everyone"})
    a_licence(resource, seats=seats, **terms)
    resource.refresh_from_db()
    return resource


def a_licence(resource: Resource, **terms: object) -> Licence:
    """Add a licence that begins now."""
    fields = {"seats": 1, "starts_at": NOW, **terms}
    by = system_viewer(resource.owner_id, now=NOW)
    return add_licence(resource, terms=LicenceTerms(**fields), by=by)  # type: ignore[arg-type]
