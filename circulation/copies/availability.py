"""How many copies of resources are on the shelf, and where, for readers: in three queries for any number of them."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from circulation.copies.models import Copy
from circulation.copies.queries import with_loans
from circulation.loans.shelf_state import ShelfState
from repository.models import CopyData, Page, Resource, ResourceFile

SHOWN = (Copy.State.ON_SHELF, Copy.State.REPAIR)


def shelf_states(resources: Iterable[Resource]) -> dict[UUID, ShelfState]:
    """Return by UUID how the copies of these resources stand, of those alone that have copies or are printed.

    The caller has asked the access rule whether the viewer may discover the resources.
    """
    by_key = {resource.pk: resource for resource in resources}
    copies: dict[int, list[Copy]] = defaultdict(list)
    for copy in with_loans(Copy.objects.filter(resource__in=by_key, state__in=SHOWN)).order_by("barcode", "pk"):
        copies[copy.resource_id].append(copy)
    without_content = _without_content(by_key)
    return {
        resource.uuid: _state(copies[key], has_content=key not in without_content)
        for key, resource in by_key.items()
        if key in copies or key in without_content
    }


def _state(copies: list[Copy], *, has_content: bool) -> ShelfState:
    free = [copy for copy in copies if is_free(copy)]
    shown = (free or copies or [Copy()])[0]
    place = " · ".join(filter(None, (shown.store, shown.shelf)))
    return ShelfState(len(copies), len(free), shown.call_number, place, has_content)


def is_free(copy: Copy) -> bool:
    """Return whether a copy that `with_loans` read is on the shelf."""
    on_loan: bool = copy.on_loan  # type: ignore[attr-defined]
    return copy.state == Copy.State.ON_SHELF and not on_loan


def _without_content(keys: Iterable[int]) -> set[int]:
    """Return the keys of printed books: with copies, or with what a list says of copies, but no file and no page."""
    own = [rows.objects.filter(resource=OuterRef("pk")) for rows in (Copy, CopyData, ResourceFile, Page)]
    copies, listed, files, pages = map(Exists, own)
    found = Resource.objects.filter(copies | listed, ~files, ~pages, pk__in=list(keys))
    return set(found.values_list("pk", flat=True))
