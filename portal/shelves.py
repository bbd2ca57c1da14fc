"""The content of a shelf for one viewer: only what they may discover, in the order of the shelf."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.models import School
from reading.cards import ResourceCard, card_for
from repository.curriculum import subject_name
from repository.queries import collections_for, content_for, resources_for
from search.queries import find
from search.query import Query, Sort
from sharing.wording import KIND_PLURALS

LIMIT = 12


@dataclass(frozen=True)
class Shelf:
    """Cards in their order; `more` is the URL of the search or the collection that fills the shelf, else empty."""

    cards: tuple[ResourceCard, ...] = ()
    more: str = ""


def curated(request: HttpRequest | None, value: Mapping[str, Any]) -> Shelf:
    """Return those of the chosen resources that the visitor may discover."""
    return Shelf(_cards(request, [resource.uuid for resource in value["resources"] if resource is not None]))


def from_search(request: HttpRequest | None, value: Mapping[str, Any], school: School | None) -> Shelf:
    """Return what the search finds for the visitor."""
    viewer = _viewer(request)
    if viewer is None:
        return Shelf()
    query = query_of(value, school)
    results = find(viewer, query)
    cards = tuple(card_for(hit.resource) for hit in results.hits)
    return Shelf(cards, f"{reverse('reading:results')}?{query.address()}")


def from_collection(request: HttpRequest | None, value: Mapping[str, Any]) -> Shelf:
    """Return the first resources of a collection that the visitor may discover; nothing where its page is closed."""
    viewer, collection = _viewer(request), value["collection"]
    if viewer is None or collection is None or not collections_for(viewer).filter(pk=collection.pk).exists():
        return Shelf()
    uuids = content_for(viewer, collection).values_list("uuid", flat=True)[:LIMIT]
    return Shelf(_cards(request, uuids), reverse("reading:collection", args=[collection.uuid]))


def query_of(value: Mapping[str, Any], school: School | None) -> Query:
    """Return the search that the block describes; without words, the newest resources come first."""
    chosen = {name: (value[name],) for name in ("subject", "grade", "kind") if value.get(name)}
    if value.get("only_ours") and school is not None:
        chosen["school"] = (school.code,)
    words = value.get("words") or ""
    return Query(text=words, chosen=chosen, sort=Sort.RELEVANCE if words else Sort.NEWEST, size=LIMIT)


def is_newest(value: Mapping[str, Any]) -> bool:
    """Return whether the block shows the newest resources of the school, of every kind."""
    return bool(value.get("only_ours")) and not any(value.get(name) for name in ("words", "subject", "grade", "kind"))


def title_of(value: Mapping[str, Any]) -> str:
    """Return a title for a shelf without one, in the reader's language."""
    kind, subject, grade = value.get("kind"), value.get("subject"), value.get("grade")
    parts = [
        value.get("words") or "",
        str(KIND_PLURALS.get(kind, "")) if kind else "",
        subject_name(subject) if subject else "",
        _("grade %d") % int(grade) if grade else "",
    ]
    title = ", ".join(part for part in parts if part)
    return capfirst(title) if title else _("New on the shelf")


def _cards(request: HttpRequest | None, uuids: Iterable[UUID | str]) -> tuple[ResourceCard, ...]:
    viewer = _viewer(request)
    if viewer is None:
        return ()
    keys = [str(uuid) for uuid in uuids]
    resources = resources_for(viewer, keys)
    return tuple(card_for(resources[key]) for key in keys if key in resources)


def _viewer(request: HttpRequest | None) -> Viewer | None:
    """Return the viewer; None in a preview, which has no visitor."""
    return getattr(request, "viewer", None)
