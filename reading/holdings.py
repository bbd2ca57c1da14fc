"""Which holding an entry of the results shows: the best match, unless the viewer can use only another one."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from access.viewer import Viewer
from circulation.licences.queries import LendingState
from reading.lending import lending_states
from reading.primary_action import primary_action
from repository.models import Resource
from repository.queries import resources_for

MAX_TRIED = 10  # other holdings of one edition, those of the viewer's school first

Holdings = Mapping[int, Sequence[Resource]]  # by edition
Lending = Mapping[UUID, LendingState]


def usable_instead(
    viewer: Viewer, found: Iterable[Resource], holdings: Holdings, lending: Lending
) -> tuple[dict[UUID, Resource], Lending]:
    """Return another holding for each resource found that the viewer can neither read nor borrow now.

    Of the same edition, by the UUID of the resource; and how these holdings are lent.
    """
    tried = {
        resource.uuid: sorted(others, key=lambda held: held.owner_id != viewer.school)[:MAX_TRIED]
        for resource in found
        if (others := [held for held in holdings[resource.edition_id] if held.pk != resource.pk])
        and not _is_usable(viewer, resource, lending)
    }
    if not tried:
        return {}, {}
    read = resources_for(viewer, [held.uuid for others in tried.values() for held in others])
    states = lending_states(viewer, read.values())
    usable = {resource.uuid: resource for resource in read.values() if _is_usable(viewer, resource, states)}
    instead = {
        uuid: usable[best]
        for uuid, others in tried.items()
        if (best := next((held.uuid for held in others if held.uuid in usable), None))
    }
    return instead, states


def _is_usable(viewer: Viewer, resource: Resource, lending: Lending) -> bool:
    return not primary_action(viewer, resource, lending[resource.uuid]).is_quiet
