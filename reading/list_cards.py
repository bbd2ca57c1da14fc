"""Lists as screens show them: a list in a row of lists, and its entries with what the viewer can do with each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.viewer import Viewer
from accounts.models import Role
from personal.models import ListEntry, ReadingList
from personal.queries import lists_of, lists_with, uuids_of
from reading.cards import ResourceCard, card_for
from reading.lending import lending_states
from reading.primary_action import PrimaryAction, primary_action
from repository.models import Resource
from repository.queries import resources_for


@dataclass(frozen=True)
class ListCard:
    """A list in a row of lists. `origin` says whose it is, empty for one's own; `state` whether others can open it."""

    name: str
    url: str
    size: str
    origin: str
    state: str
    icon: str


@dataclass(frozen=True)
class EntryCard:
    """An entry of a list; `card` and `action` are None if the viewer may not (or no longer) discover the resource."""

    entry: ListEntry
    card: ResourceCard | None
    action: PrimaryAction | None


@dataclass(frozen=True)
class SavedIn:
    """Where the viewer saved a resource: their lists without the favourites, and the keys of those that hold it."""

    is_favourite: bool
    lists: tuple[ReadingList, ...]
    ticked: frozenset[int]


def saved_in(viewer: Viewer, resource: Resource) -> SavedIn | None:
    """Return where the viewer saved a resource; None for a visitor."""
    if viewer.person is None:
        return None
    own, ticked = list(lists_of(viewer)), lists_with(viewer, resource)
    favourites = {row.pk for row in own if row.is_favourites}
    lists = tuple(row for row in own if not row.is_favourites)
    return SavedIn(bool(favourites & ticked), lists, frozenset(ticked - favourites))


def own_list_card(reading_list: ReadingList) -> ListCard:
    """Return the card of a list of the viewer, from `personal.queries.lists_of`."""
    return ListCard(
        name=str(reading_list),
        url=reverse("reading:list", args=[reading_list.uuid]),
        size=_size(reading_list),
        origin="",
        state=_("Shared by link") if reading_list.is_shared else "",
        icon="heart" if reading_list.is_favourites else "list",
    )


def followed_list_card(reading_list: ReadingList) -> ListCard:
    """Return the card of a list of somebody else, from `personal.queries.followed_lists`; its size is not shown.

    The viewer may not see all its entries, and a number would tell of those.
    """
    url = reverse("reading:shared_list", args=[reading_list.share_token])
    return ListCard(str(reading_list), url, "", origin_of(reading_list), "", "people")


def origin_of(reading_list: ReadingList) -> str:
    """Return who shares a list: name and school of an adult; of a pupil, the school alone."""
    school = reading_list.shared_from.name if reading_list.shared_from else ""
    roles = {own.role for own in reading_list.owner.memberships.all() if own.school_id == reading_list.shared_from_id}
    if not roles - {Role.PUPIL}:
        return school
    return ", ".join(part for part in (reading_list.owner.name, school) if part)


def entry_cards(viewer: Viewer, entries: Iterable[ListEntry]) -> list[EntryCard]:
    """Return the cards of entries, in six database queries for any number of them."""
    entries = list(entries)
    resources = resources_for(viewer, uuids_of(entries))
    lending = lending_states(viewer, resources.values())
    cards = []
    for entry in entries:
        resource = resources.get(str(entry.resource.uuid))
        action = primary_action(viewer, resource, lending[resource.uuid]) if resource else None
        cards.append(EntryCard(entry, card_for(resource) if resource else None, action))
    return cards


def _size(reading_list: ReadingList) -> str:
    number = reading_list.size  # type: ignore[attr-defined]
    return ngettext("%(number)s resource", "%(number)s resources", number) % {"number": number}
