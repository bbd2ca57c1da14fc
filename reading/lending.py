"""How resources are lent: the seats of their licences, and their copies on the shelf."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from access.viewer import Viewer
from circulation.copies.availability import shelf_states
from circulation.licences import queries
from circulation.licences.queries import LendingState
from repository.models import Resource


def lending_states(viewer: Viewer, resources: Iterable[Resource]) -> dict[UUID, LendingState]:
    """Return by UUID how each of these resources, which the viewer may discover, is lent; in few queries for all."""
    shown = list(resources)
    shelves = shelf_states(shown)
    states = queries.lending_states(viewer, shown)
    return {uuid: replace(state, shelf=shelves.get(uuid)) for uuid, state in states.items()}
