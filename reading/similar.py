"""What stands near a resource: the newest of its subject and grade that she may discover, without itself."""

from access.viewer import Viewer
from reading.cards import ResourceCard, card_for
from repository.models import Resource
from search.errors import EngineUnavailable
from search.queries import find
from search.query import Query

LIMIT = 6


def similar(viewer: Viewer, resource: Resource) -> tuple[ResourceCard, ...]:
    """Of its subjects, for one of its grades where it has some; nothing where the search does not answer."""
    chosen = {"subject": tuple(resource.subjects), "grade": tuple(str(grade) for grade in resource.grades)}
    named = {facet: values for facet, values in chosen.items() if values}
    if "subject" not in named:
        return ()
    try:
        found = find(Query(chosen=named, size=LIMIT + 1), viewer)
    except EngineUnavailable:
        return ()
    return tuple(card_for(hit.resource) for hit in found.hits if hit.resource.pk != resource.pk)[:LIMIT]
