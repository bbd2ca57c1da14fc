"""Writes of bookmarks, and of the reading history of those who asked for one."""

from typing import Any

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from personal.actions.lists import require_person
from personal.models import Bookmark, Choices, HistoryEntry
from repository.models import Page, Resource

MAX_BOOKMARKS = 500  # of one person; the oldest give way
MAX_HISTORY = 100  # resources of one person; those not opened for longest give way


def mark_page(page: Page, *, by: Viewer) -> None:
    """Set a bookmark; idempotent. The caller has checked that the person may read the page. Raise SignInToSave."""
    person = require_person(by)
    Bookmark.objects.get_or_create(person_id=person, page=page, defaults={"marked_at": by.now})
    _trim(Bookmark.objects.filter(person=person).order_by("-marked_at", "pk"), MAX_BOOKMARKS)


def unmark_page(page: Page, *, by: Viewer) -> None:
    """Remove a bookmark; idempotent. Raise SignInToSave."""
    Bookmark.objects.filter(person=require_person(by), page=page).delete()


@transaction.atomic
def record_position(resource: Resource, *, position: dict[str, Any], by: Viewer) -> bool:
    """Record where the person stopped, if they asked for it; return whether it was recorded.

    The caller has checked the position.
    """
    if by.person is None or not Choices.objects.filter(person=by.person, records_reading=True).exists():
        return False
    HistoryEntry.objects.update_or_create(
        person_id=by.person, resource=resource, defaults={"position": position, "opened_at": by.now}
    )
    _trim(HistoryEntry.objects.filter(person=by.person).order_by("-opened_at", "pk"), MAX_HISTORY)
    return True


def forget(resource: Resource, *, by: Viewer) -> None:
    """Delete one resource from the person's history."""
    HistoryEntry.objects.filter(person=require_person(by), resource=resource).delete()


@transaction.atomic
def forget_all(*, by: Viewer) -> int:
    """Delete the person's whole history; return the number of entries."""
    deleted, _by_model = HistoryEntry.objects.filter(person=require_person(by)).delete()
    record("history.delete", by=by)
    return deleted


def _trim(rows: Any, size: int) -> None:
    surplus = list(rows.values_list("pk", flat=True)[size:])
    if surplus:
        rows.model.objects.filter(pk__in=surplus).delete()
