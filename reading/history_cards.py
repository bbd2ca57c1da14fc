"""What the viewer is reading and marked, as cards: the history they asked for, and bookmarks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from access.viewer import Viewer
from personal.models import Bookmark, HistoryEntry
from reading.cards import ResourceCard, card_for
from reading.links import page_name, page_url, read_url, timecode_label
from reading.primary_action import continue_label
from repository.models import Page
from repository.queries import resources_for


@dataclass(frozen=True)
class PlaceCard:
    """A place in a resource that the viewer may discover: `place` is its name, empty if none is known."""

    resource: ResourceCard
    place: str
    url: str
    label: str
    at: datetime


def history_cards(viewer: Viewer, entries: Iterable[HistoryEntry]) -> list[PlaceCard]:
    """Return the cards of entries of the history whose resources the viewer may still discover."""
    entries = list(entries)
    resources = resources_for(viewer, [entry.resource.uuid for entry in entries])
    pages = _pages([str(entry.position.get("page", "")) for entry in entries])
    cards = []
    for entry in entries:
        resource = resources.get(str(entry.resource.uuid))
        if resource is not None:
            place = _place(entry.position, pages)
            url, label = read_url(resource.uuid), continue_label(resource)
            cards.append(PlaceCard(card_for(resource), place, url, label, entry.opened_at))
    return cards


def bookmark_cards(viewer: Viewer, bookmarks: Iterable[Bookmark]) -> list[PlaceCard]:
    """Return the cards of bookmarks in resources that the viewer may still discover."""
    bookmarks = list(bookmarks)
    resources = resources_for(viewer, [bookmark.page.resource.uuid for bookmark in bookmarks])
    cards = []
    for bookmark in bookmarks:
        resource = resources.get(str(bookmark.page.resource.uuid))
        if resource is not None:
            name = page_name(bookmark.page)
            url = page_url(resource.uuid, bookmark.page.uuid)
            cards.append(PlaceCard(card_for(resource), name, url, continue_label(resource), bookmark.marked_at))
    return cards


def _pages(uuids: list[str]) -> dict[str, Page]:
    named = Page.objects.filter(uuid__in=[uuid for uuid in uuids if uuid])
    return {str(page.uuid): page for page in named}


def _place(position: dict[str, object], pages: dict[str, Page]) -> str:
    page, milliseconds = pages.get(str(position.get("page", ""))), position.get("ms")
    if page is not None:
        return page_name(page)
    return timecode_label(milliseconds) if isinstance(milliseconds, int) else ""
