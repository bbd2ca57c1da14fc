"""Everything that this site stores of one person's reading, as one JSON document that they can take with them."""

from typing import Any

from access.viewer import Viewer
from accounts.models import Person
from accounts.site_address import absolute
from circulation.licences.queries import loans_of
from personal import queries
from personal.models import ListEntry, ReadingList
from reading.links import page_url, resource_url
from repository.models import Resource
from repository.queries import resources_for


def export_of(person: Person, viewer: Viewer) -> dict[str, Any]:
    """Return account, memberships, choices, lists, bookmarks, history and current loans of the viewer, who is `person`.

    A resource that the viewer may no longer discover has its address and no title.
    """
    choices = queries.choices_of(viewer)
    return {
        "account": {
            "username": person.username, "name": person.name, "email": person.email, "language": person.language
        },
        "memberships": [
            {"school": own.school.name, "role": own.role, "since": own.since, "until": own.until}
            for own in person.memberships.select_related("school")
        ],
        "choices": {
            "subjects": choices.subjects, "grades": choices.grades, "records_reading": choices.records_reading
        },
        "lists": [_list(viewer, own) for own in queries.lists_of(viewer)],
        "followed_lists": [
            {"name": other.name, "school": other.shared_from.name if other.shared_from else ""}
            for other in queries.followed_lists(viewer)
        ],
        "bookmarks": _bookmarks(viewer),
        "history": _history(viewer),
        "loans": [
            {**_named(loan.resource), "started_at": loan.started_at, "due_at": loan.due_at, "position": loan.position}
            for loan in loans_of(viewer)
        ],
    }  # fmt: skip


def _list(viewer: Viewer, own: ReadingList) -> dict[str, Any]:
    entries = list(queries.entries_of(own))
    seen = resources_for(viewer, queries.uuids_of(entries))
    return {
        "name": str(own),
        "note": own.note,
        "shared": own.is_shared,
        "changed_at": own.changed_at,
        "entries": [_entry(entry, seen) for entry in entries],
    }


def _entry(entry: ListEntry, seen: dict[str, Resource]) -> dict[str, Any]:
    resource = seen.get(str(entry.resource.uuid))
    named = _named(resource) if resource else {"address": absolute(resource_url(entry.resource.uuid))}
    return {**named, "note": entry.note, "added_at": entry.added_at}


def _bookmarks(viewer: Viewer) -> list[dict[str, Any]]:
    return [
        {
            "page": bookmark.page.label,
            "address": absolute(page_url(bookmark.page.resource.uuid, bookmark.page.uuid)),
            "marked_at": bookmark.marked_at,
        }
        for bookmark in queries.bookmarks_of(viewer)
    ]


def _history(viewer: Viewer) -> list[dict[str, Any]]:
    entries = list(queries.history_of(viewer))
    seen = resources_for(viewer, [entry.resource.uuid for entry in entries])
    return [
        {
            **(_named(seen[uuid]) if uuid in seen else {"address": absolute(resource_url(entry.resource.uuid))}),
            "position": entry.position,
            "opened_at": entry.opened_at,
        }
        for entry in entries
        for uuid in [str(entry.resource.uuid)]
    ]


def _named(resource: Resource) -> dict[str, Any]:
    return {"title": resource.title, "address": absolute(resource_url(resource.uuid))}
