"""Writes of a resource's record: updated, copied to another school; creation.py creates them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import School
from repository.actions import history
from repository.actions.files import copy_files
from repository.actions.grants import rebuild_labels
from repository.actions.pages import copy_pages
from repository.actions.rights import record_rights
from repository.authorities.record_links import linked, series_heading, show_headings
from repository.copies import copy_rows, require_free
from repository.description import Description, Record
from repository.formats import marc as marc_format
from repository.index_changes import Part, mark_changed
from repository.models import Contributor, CopyData, Edition, MarcRecord, Resource, ResourceHeading
from repository.queries import require_permission, require_staff
from workers import fault_injection

KEEP = b"keep"  # of `marc`: the stored record stays, with the changed fields written into it


def update_record(
    resource: Resource,
    *,
    description: Description,
    by: Viewer,
    why: str = "",
    change_set: UUID | None = None,
    marc: bytes | None = KEEP,
) -> Resource:
    """Replace the description, and the MARC record unless it is KEEP.

    Raise NotFound for those who may not edit, InvalidRecord for a value out of bounds.
    """

    def replaced(before: Record) -> Record:
        return Record(description, before.marc if marc == KEEP else marc)

    return change_record(resource, replaced, by=by, why=why, change_set=change_set)


@transaction.atomic
def change_record(
    resource: Resource,
    change: Callable[[Record], Record],
    *,
    by: Viewer,
    why: str = "",
    change_set: UUID | None = None,
) -> Resource:
    """Change the record under the lock of its row, so that a concurrent edit is not lost; write the history.

    `change` receives the record as it is stored, and returns the new one. Where it changes nothing, nothing is
    written. Raise NotFound for those who may not edit, InvalidRecord for a value out of bounds, TooLongForMarc for a
    MARC record that would exceed its format.
    """
    require_permission(by, Action.EDIT, resource)
    before = Record.of(lock(resource))
    after = change(before)
    after = after.bounded(before)
    described = linked([after.description], before.description)[0]
    after = _with_marc(before, replace(after, description=described))
    if after.copies != before.copies:
        require_free(resource.owner_id, after.copies or (), resource=resource.pk)
    if not history.record_change(resource, before, after, by=by, why=why, change_set=change_set):
        resource.refresh_from_db()
        return resource
    Resource.objects.filter(pk=resource.pk).update(**after.description.columns())
    resource.refresh_from_db()
    if after.description.isbn != before.description.isbn:
        _join_edition(resource)
    _write_rows(resource, after, by)
    if after.copies != before.copies:
        resource.copy_data.all().delete()
        CopyData.objects.bulk_create(copy_rows(resource, after.copies or ()))
    rebuild_labels(resource)
    record("resource.describe", by=by, target=resource.uuid)
    if resource.rights != before.description.rights:
        record_rights(resource, before=before.description.rights, by=by)
    mark_changed(resource, Part.RECORD, Part.LABELS, now=by.now)
    return resource


def _with_marc(before: Record, after: Record) -> Record:
    """Return the record whose MARC has the changed values, too, unless it was replaced itself."""
    if after.marc is None or after.marc != before.marc:
        return after
    return replace(after, marc=marc_format.apply(after.marc, before.description, after.description))


def set_free_seats(resource: Resource, *, free: int | None) -> None:
    """Store the number of free seats that circulation counts.

    It is no part of the record: neither the index nor the description in the store contains it.
    """
    if resource.free_seats != free:
        Resource.objects.filter(pk=resource.pk).update(free_seats=free)
        resource.free_seats = free


@transaction.atomic
def copy_to_school(resource: Resource, *, school: School, by: Viewer) -> Resource:
    """Create a draft of the copying school that names origin, author and licence; no later withdrawal ends it.

    Files and pages refer to the same blobs. Idempotent while the draft exists. Raise NotFound where the viewer may not
    copy the resource or is not a librarian there.
    """
    require_permission(by, Action.COPY, resource)
    require_staff(by, school.pk)
    lock(resource)
    drafts = Resource.objects.filter(owner=school, state=Resource.State.DRAFT, origin__resource=str(resource.uuid))
    if standing := drafts.first():
        return standing
    copied_record = Record.of(resource)
    copied = Resource.objects.create(
        owner=school,
        edition=resource.edition,
        created_at=by.now,
        changed_at=by.now,
        origin=_origin(resource),
        **copied_record.description.columns(),
    )
    fault_injection.point("copy.made")
    _write_rows(copied, copied_record, by)
    history.record_creation(copied, by=by)
    _copy_content(resource, copied, by)
    fault_injection.point("copy.filled")
    rebuild_labels(copied)
    record("resource.copy", by=by, target=copied.uuid, origin=str(resource.uuid))
    mark_changed(copied, Part.RECORD, Part.LABELS, now=by.now)
    return copied


def _origin(resource: Resource) -> dict[str, Any]:
    return {
        "resource": str(resource.uuid),
        "school": resource.owner.name,
        "creators": [c.name for c in resource.contributors.all()],
        "rights": resource.rights,
        "rights_note": resource.rights_note,
        "earlier": resource.origin or None,
    }


def _copy_content(source: Resource, copied: Resource, by: Viewer) -> None:
    copy_files(source, copied)
    copy_pages(source, copied, now=by.now)


def _write_rows(resource: Resource, written: Record, by: Viewer) -> None:
    """Replace the rows of names and headings, and the MARC record."""
    names, headings = written.description.contributor_rows(resource), written.description.heading_rows(resource)
    show_headings([*names, *headings], school=resource.owner_id)
    resource.contributors.all().delete()
    Contributor.objects.bulk_create(names)
    resource.headings.all().delete()
    ResourceHeading.objects.bulk_create(headings)
    if resource.series_heading != (shown := series_heading(resource)):
        resource.series_heading = shown
        resource.save(update_fields=["series_heading"])
    if written.marc is None:
        MarcRecord.objects.filter(resource=resource).delete()
    else:
        MarcRecord.objects.update_or_create(resource=resource, defaults={"raw": written.marc, "changed_at": by.now})


def _join_edition(resource: Resource) -> None:
    """Join the edition of other resources with the same ISBN; without an ISBN the resource keeps its own."""
    if not resource.isbn or resource.edition.isbn == resource.isbn:
        return
    resource.edition = _edition_of(resource.isbn)
    resource.save(update_fields=["edition"])


def _edition_of(isbn: str) -> Edition:
    """Return the edition with this ISBN, a new one if there is none; without an ISBN, always a new one."""
    same = Edition.objects.filter(isbn=isbn).order_by("pk").first() if isbn else None
    return same or Edition.objects.create(isbn=isbn)
