"""All reads of lists, places and choices, for one viewer. A list of somebody else is found by its secret link alone."""

import re
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Role
from personal.models import Bookmark, Choices, HistoryEntry, ListEntry, ReadingList
from repository.curriculum import GRADES
from repository.models import Resource
from repository.queries import resources_allowed
from roster.models import SchoolClass, SchoolYear

UNDO_PERIOD = timedelta(minutes=30)  # in which a removal can be undone; then the row is deleted


def lists_of(viewer: Viewer) -> QuerySet[ReadingList]:
    """Return the viewer's own lists with `size`, the number of their entries: favourites first, then by last change."""
    return _with_size(_own(viewer).filter(removed_at=None)).order_by("-is_favourites", "-changed_at", "pk")


def filled_lists_of(viewer: Viewer) -> QuerySet[ReadingList]:
    """Return those of the viewer's own lists that hold something, in the same order."""
    return lists_of(viewer).filter(Exists(ListEntry.objects.filter(list=OuterRef("pk"), removed_at=None)))


def removed_list(viewer: Viewer) -> ReadingList | None:
    """Return the list that the viewer removed last, while that can be undone."""
    return _own(viewer).filter(removed_at__gt=viewer.now - UNDO_PERIOD).order_by("-removed_at").first()


def list_for(viewer: Viewer, uuid: UUID | str, *, removed: bool = False) -> ReadingList:
    """Return a list of the viewer. Raise NotFound for any other, and for one that is removed unless `removed`."""
    found = _own(viewer).filter(uuid=uuid).first()
    if found is None or (found.removed_at is not None) != removed:
        raise NotFound
    return found


def favourites_of(viewer: Viewer) -> ReadingList | None:
    """Return the viewer's favourites; None before the first one."""
    return _own(viewer).filter(is_favourites=True).first()


def favourite_uuids(viewer: Viewer) -> frozenset[UUID]:
    """Return the UUIDs of the viewer's favourites."""
    favourites = _own(viewer).filter(is_favourites=True, removed_at=None)
    entries = ListEntry.objects.filter(list__in=favourites, removed_at=None)
    return frozenset(entries.values_list("resource__uuid", flat=True))


def entries_of(reading_list: ReadingList) -> QuerySet[ListEntry]:
    """Return the entries of a list in their order. Get the list with a viewer first."""
    return reading_list.entries.filter(removed_at=None).select_related("resource")


def visible_entries(viewer: Viewer, reading_list: ReadingList) -> QuerySet[ListEntry]:
    """Return those entries of a list whose resources the viewer may discover: a list gives no access."""
    return entries_of(reading_list).filter(resource__in=resources_allowed(viewer, Action.DISCOVER))


def removed_entry(viewer: Viewer, reading_list: ReadingList) -> ListEntry | None:
    """Return the entry that was removed last, while that can be undone."""
    removed = reading_list.entries.filter(removed_at__gt=viewer.now - UNDO_PERIOD)
    return removed.select_related("resource").order_by("-removed_at").first()


def entry_for(viewer: Viewer, uuid: UUID | str, resource: UUID | str, *, removed: bool = False) -> ListEntry:
    """Return the entry of a resource in a list of the viewer. Raise NotFound for any other."""
    entry = list_for(viewer, uuid).entries.filter(resource__uuid=resource).select_related("list", "resource").first()
    if entry is None or (entry.removed_at is not None) != removed:
        raise NotFound
    return entry


def lists_with(viewer: Viewer, resource: Resource) -> set[int]:
    """Return the keys of the viewer's lists that hold the resource."""
    own = ListEntry.objects.filter(list__in=_own(viewer).filter(removed_at=None), resource=resource, removed_at=None)
    return set(own.values_list("list", flat=True))


def shared_list(viewer: Viewer, token: str) -> ReadingList:
    """Return the list that is shared under a link. Raise NotFound for a wrong or revoked link, or another school."""
    found = _open_to(viewer).filter(share_token=token).select_related("owner", "shared_from").first()
    if not token or found is None:
        raise NotFound
    return found


def followed_lists(viewer: Viewer) -> QuerySet[ReadingList]:
    """Return the lists of others that the viewer follows, or that are for their class, the last change first."""
    if viewer.person is None:
        return ReadingList.objects.none()
    of_class = SchoolClass.objects.filter(enrolments__membership=viewer.membership, enrolments__until=None)
    given = ReadingList.objects.filter(classes__in=of_class).values("pk") if viewer.membership is not None else []
    followed = _open_to(viewer).filter(Q(followers__person=viewer.person) | Q(pk__in=given))
    followed = followed.exclude(owner=viewer.person).distinct()
    with_owner = followed.select_related("owner", "shared_from").prefetch_related("owner__memberships")
    return with_owner.order_by("-changed_at", "pk")


def classes_to_share(viewer: Viewer) -> QuerySet[SchoolClass]:
    """Return the classes of this school year to which the viewer may give a list: none for pupils."""
    if viewer.school is None or viewer.role == Role.PUPIL:
        return SchoolClass.objects.none()
    today = localdate(viewer.now)
    latest = SchoolYear.objects.filter(school=viewer.school, first_day__lte=today + timedelta(days=62)).first()
    return SchoolClass.objects.filter(year=latest) if latest else SchoolClass.objects.none()


def classes_of_viewer(viewer: Viewer) -> list[str]:
    """Return the names of the classes in which the viewer is now."""
    if viewer.membership is None:
        return []
    current = SchoolClass.objects.filter(enrolments__membership=viewer.membership, enrolments__until=None)
    return list(current.values_list("name", flat=True))


def proposed_grades(viewer: Viewer) -> list[int]:
    """Return the grades of the viewer's classes, as the names of these begin: 6 for 6A1."""
    numbers = [re.match(r"\d{1,2}", name) for name in classes_of_viewer(viewer)]
    found = {int(number[0]) for number in numbers if number}
    return sorted(found & set(GRADES))


def is_followed(viewer: Viewer, reading_list: ReadingList) -> bool:
    """Return whether the viewer follows the list."""
    return reading_list.followers.filter(person=viewer.person).exists()


def choices_of(viewer: Viewer) -> Choices:
    """Return what the viewer chose; if nothing yet, an unsaved object with the grades of their classes."""
    stored = Choices.objects.filter(person=viewer.person).first() if viewer.person is not None else None
    return stored or Choices(grades=proposed_grades(viewer))


def history_of(viewer: Viewer) -> QuerySet[HistoryEntry]:
    """Return what the viewer read, if they asked for it to be recorded, the last opened first."""
    if viewer.person is None:
        return HistoryEntry.objects.none()
    own = HistoryEntry.objects.filter(person=viewer.person)
    return own.select_related("resource__owner").order_by("-opened_at", "pk")


def position_of(viewer: Viewer, resource: Resource) -> dict[str, object]:
    """Return where the viewer stopped in a resource, as the history has it; empty if it has not."""
    return history_of(viewer).filter(resource=resource).values_list("position", flat=True).first() or {}


def bookmarks_of(viewer: Viewer) -> QuerySet[Bookmark]:
    """Return the viewer's bookmarks, the newest first."""
    if viewer.person is None:
        return Bookmark.objects.none()
    own = Bookmark.objects.filter(person=viewer.person)
    return own.select_related("page__resource__owner").order_by("-marked_at", "pk")


def marked_pages(viewer: Viewer, resource: Resource) -> set[UUID]:
    """Return the UUIDs of the pages of a resource that the viewer marked."""
    return set(bookmarks_of(viewer).filter(page__resource=resource).values_list("page__uuid", flat=True))


def uuids_of(entries: Iterable[ListEntry]) -> list[str]:
    """Return the UUIDs of the resources of entries, in their order."""
    return [str(entry.resource.uuid) for entry in entries]


def _own(viewer: Viewer) -> QuerySet[ReadingList]:
    if viewer.person is None:
        return ReadingList.objects.none()
    return ReadingList.objects.filter(owner=viewer.person)


def _open_to(viewer: Viewer) -> QuerySet[ReadingList]:
    """Return the shared lists that the viewer may open with the link."""
    audience = Q(school_only=False)
    if viewer.school is not None:
        audience |= Q(shared_from=viewer.school)
    return ReadingList.objects.filter(audience, share_token__isnull=False, removed_at=None, owner__is_active=True)


def _with_size(lists: QuerySet[ReadingList]) -> QuerySet[ReadingList]:
    return lists.annotate(size=Count("entries", filter=Q(entries__removed_at=None)))
