"""Documents for tests of the engines; every field has a default, and everything is open."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from access.actions import Action
from access.labels import EVERYONE, opened
from access.policy import AccessFacts, AccessFilter
from repository.collation import sort_key
from search.document import PartDocument, PartKind, ResourceDocument
from search.engine_results import EngineResults
from search.query import Query

NOW = datetime(2026, 9, 5, 7, 30, tzinfo=UTC)
SPACE = UUID("0c6d9a52-62f4-4f0f-9d0a-4a3d1c2b7e11")
SEEN, READ = opened(Action.DISCOVER, EVERYONE), opened(Action.READ, EVERYONE)
OPEN = AccessFacts(labels=frozenset({SEEN, READ}), published=True, opens_at=None, closes_at=None)
EVERYBODY = AccessFilter(keys=frozenset({SEEN, READ}), staff_keys=frozenset(), instant=NOW)
READERS = AccessFilter(keys=frozenset({READ}), staff_keys=frozenset(), instant=NOW)


def key_of(name):
    """Return the same UUID for the same name."""
    return str(uuid5(SPACE, name))


def resource(name, title="", *, age=0, revision=1, facts=OPEN, edition="", **fields):
    """Return a resource called `name` in the test; `age` in days; `edition` names one that others hold as well."""
    title = title or name
    created, number = NOW - timedelta(days=age), UUID(key_of(edition or name)).int % 2**60
    return ResourceDocument(key_of(name), revision, facts, title, created, number, sort_title=sort_key(title), **fields)


def page(name, number, text, *, revision=1, facts=OPEN, before="", after=""):
    """Return page `number` of the resource called `name`."""
    return PartDocument(
        PartKind.PAGE, key_of(f"{name}/{number}"), key_of(name), revision, facts, number, text, before, after
    )


def cue(name, number, text, *, revision=1, facts=OPEN):
    """Return caption `number` of the resource called `name`."""
    return PartDocument(PartKind.CUE, f"{name}-{number}", key_of(name), revision, facts, number, text)


def find(
    backend, text="", *, allowed=EVERYBODY, parts_allowed=READERS, excluded=(), parts_excluded=(), **query
) -> EngineResults:
    """Search with access to everything, by default."""
    return backend.search(
        Query(text=text, **query),
        allowed=allowed,
        parts_allowed=parts_allowed,
        excluded=frozenset(map(key_of, excluded)),
        parts_excluded=frozenset(map(key_of, parts_excluded)),
    )


def names(results, known):
    """Return the hits in order, by the names that the test gave them."""
    by_key = {key_of(name): name for name in known}
    return [by_key[hit.key] for hit in results.hits]
