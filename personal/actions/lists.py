"""Writes of lists: create, edit, remove, and undo the removal."""

from django.db import IntegrityError, transaction

from access.viewer import Viewer
from accounts.locks import lock
from accounts.text import clean_line, clean_paragraphs
from personal.errors import FavouritesArePrivate, ListNameTaken, SignInToSave, TooManyLists
from personal.models import ReadingList

MAX_LISTS = 100  # of one person


def require_person(by: Viewer) -> int:
    """Return the key of the person. Raise SignInToSave for visitors."""
    if by.person is None:
        raise SignInToSave
    return by.person


def favourites(*, by: Viewer) -> ReadingList:
    """Return the favourites; create them at the first call. Raise SignInToSave."""
    found, _made = ReadingList.objects.get_or_create(
        owner_id=require_person(by),
        name="",
        removed_at=None,
        defaults={"is_favourites": True, "created_at": by.now, "changed_at": by.now},
    )
    return found


def create_list(*, name: str, by: Viewer, note: str = "") -> ReadingList:
    """Return the person's list of this name; create it if there is none. Raise SignInToSave, TooManyLists."""
    owner = require_person(by)
    name = clean_line(name)
    existing = ReadingList.objects.filter(owner=owner, name=name, removed_at=None).first()
    if existing is not None:
        return existing
    if ReadingList.objects.filter(owner=owner, removed_at=None).count() >= MAX_LISTS:
        raise TooManyLists(number=MAX_LISTS)
    found, _made = ReadingList.objects.get_or_create(
        owner_id=owner,
        name=name,
        removed_at=None,
        defaults={"note": clean_paragraphs(note), "created_at": by.now, "changed_at": by.now},
    )
    return found


def edit_list(reading_list: ReadingList, *, name: str, note: str, by: Viewer) -> None:
    """Change name and note. Raise FavouritesArePrivate, ListNameTaken."""
    require_named(reading_list)
    name = clean_line(name)
    _write(reading_list, name=name, note=clean_paragraphs(note), changed_at=by.now)


@transaction.atomic
def remove_list(reading_list: ReadingList, *, by: Viewer) -> None:
    """Remove a list: nobody sees it, its link is void, its followers lose it. Raise FavouritesArePrivate."""
    require_named(reading_list)
    reading_list = lock(reading_list)
    reading_list.removed_at, reading_list.share_token = by.now, None
    reading_list.save(update_fields=["removed_at", "share_token"])
    reading_list.followers.all().delete()
    reading_list.classes.clear()


def restore_list(reading_list: ReadingList, *, by: Viewer) -> None:
    """Undo the removal; the list is private again. Raise ListNameTaken if a new list has its name."""
    _write(reading_list, removed_at=None, changed_at=by.now)


def require_named(reading_list: ReadingList) -> None:
    """Raise FavouritesArePrivate for the favourites."""
    if reading_list.is_favourites:
        raise FavouritesArePrivate


def _write(reading_list: ReadingList, **columns: object) -> None:
    for column, value in columns.items():
        setattr(reading_list, column, value)
    try:
        with transaction.atomic():
            reading_list.save(update_fields=list(columns))
    except IntegrityError as error:
        raise ListNameTaken(name=reading_list.name) from error
