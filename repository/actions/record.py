"""Writes of a resource's record: created as a draft, updated, copied to another school."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import School
from repository import record_bounds as bounds
from repository.actions.files import copy_files
from repository.actions.grants import rebuild_labels
from repository.actions.pages import copy_pages
from repository.actions.rights import record_rights
from repository.collation import sort_key
from repository.index_changes import Part, mark_changed
from repository.models import Contributor, Edition, Resource
from repository.queries import require_permission, require_staff
from workers import fault_injection


@dataclass(frozen=True)
class Description:
    """A librarian's description of a resource; texts in NFC, names in direct order, grades 1–12."""

    title: str
    subtitle: str = ""
    creators: Sequence[str] = ()
    description: str = ""
    publisher: str = ""
    year: int | None = None
    isbn: str = ""
    kind: str = Resource.Kind.BOOK
    subjects: Sequence[str] = ()
    grades: Sequence[int] = ()
    languages: Sequence[str] = ()
    rights: str = Resource.Rights.UNKNOWN
    rights_note: str = ""
    protected: bool = False

    def bounded(self) -> "Description":
        """Return the description with clean texts. Raise InvalidRecord for a value out of bounds."""
        lines: dict[str, Any] = {name: bounds.bounded_line(name, getattr(self, name)) for name in bounds.MAX_LINE}
        lists: dict[str, Any] = {
            name: bounds.chosen(name, getattr(self, name)) for name in ("subjects", "grades", "languages")
        }
        bounds.chosen("kind", [self.kind])
        bounds.chosen("rights", [self.rights])
        return replace(
            self,
            **lines,
            **lists,
            creators=bounds.bounded_creators(self.creators),
            description=bounds.bounded_description(self.description),
            year=bounds.bounded_year(self.year),
            isbn=bounds.bounded_isbn(self.isbn),
        )

    def columns(self) -> dict[str, Any]:
        """Return the values of the columns of Resource; lists as JSON stores them."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "creators"}
        lists = {name: list(plain[name]) for name in ("subjects", "grades", "languages")}
        return {**plain, **lists, "sort_title": sort_key(self.title)}


@transaction.atomic
def create_draft(*, owner: School, description: Description, by: Viewer) -> Resource:
    """Create a resource with an edition of its own; only the librarians of its school see it. Raise InvalidRecord."""
    description = description.bounded()
    resource = Resource.objects.create(
        owner=owner,
        edition=Edition.objects.create(isbn=description.isbn),
        created_at=by.now,
        changed_at=by.now,
        **description.columns(),
    )
    _name_creators(resource, description.creators)
    rebuild_labels(resource)
    record("resource.draft", by=by, target=resource.uuid)
    mark_changed(resource, Part.RECORD, now=by.now)
    return resource


@transaction.atomic
def update_record(resource: Resource, *, description: Description, by: Viewer) -> Resource:
    """Replace the description. Raise NotFound for those who may not edit, InvalidRecord for a value out of bounds."""
    require_permission(by, Action.EDIT, resource)
    description, rights = description.bounded(), resource.rights
    for name, value in description.columns().items():
        setattr(resource, name, value)
    resource.save(update_fields=list(description.columns()))
    _join_edition(resource)
    resource.contributors.all().delete()
    _name_creators(resource, description.creators)
    rebuild_labels(resource)
    record("resource.describe", by=by, target=resource.uuid)
    if resource.rights != rights:
        record_rights(resource, before=rights, by=by)
    mark_changed(resource, Part.RECORD, Part.LABELS, now=by.now)
    return resource


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
    columns = {name: getattr(resource, name) for name in Description(title="").columns()}
    copied = Resource.objects.create(
        owner=school,
        edition=resource.edition,
        created_at=by.now,
        changed_at=by.now,
        origin=_origin(resource),
        **columns,
    )
    fault_injection.point("copy.made")
    _name_creators(copied, [c.name for c in resource.contributors.all()])
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


def _name_creators(resource: Resource, names: Sequence[str]) -> None:
    Contributor.objects.bulk_create(
        Contributor(resource=resource, position=position, name=name) for position, name in enumerate(names)
    )


def _join_edition(resource: Resource) -> None:
    """Join the edition of other resources with the same ISBN; without an ISBN the resource keeps its own."""
    if not resource.isbn or resource.edition.isbn == resource.isbn:
        return
    same = Edition.objects.filter(isbn=resource.isbn).order_by("pk").first()
    resource.edition = same or Edition.objects.create(isbn=resource.isbn)
    resource.save(update_fields=["edition"])
