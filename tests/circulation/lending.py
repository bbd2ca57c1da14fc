"""What the tests of lending are about: a title lent to everyone by a licence."""

from access.actions import Action
from circulation.actions import LicenceTerms, add_licence
from circulation.models import Licence
from repository.models import Resource
from sharing.viewer import system_viewer
from tests.factories import NOW, a_resource


def a_lent_resource(*, seats: int = 1, **terms: object) -> Resource:
    """A published title that everyone may borrow."""
    resource = a_resource(title="Truyện Đất rừng phương Nam", opened={Action.BORROW: "everyone"})
    a_licence(resource, seats=seats, **terms)
    resource.refresh_from_db()
    return resource


def a_licence(resource: Resource, **terms: object) -> Licence:
    """One licence more for it, from now on."""
    wanted = {"seats": 1, "starts_at": NOW, **terms}
    by = system_viewer(resource.owner_id, now=NOW)
    return add_licence(resource, terms=LicenceTerms(**wanted), by=by)  # type: ignore[arg-type]
