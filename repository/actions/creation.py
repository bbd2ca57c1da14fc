"""New resources: one draft, or some hundred records of an import in a few queries; one code path for both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from access import labels
from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record_all
from accounts.locks import lock
from accounts.models import School
from repository.actions import history
from repository.actions.collections import last_position
from repository.actions.effects import COLLECTION, GRANT
from repository.authorities.linking import headings_in_use
from repository.authorities.record_links import linked, show_headings
from repository.copies import copy_rows, require_free
from repository.description import Description, Record
from repository.index_changes import mark_created
from repository.models import (
    Collection,
    CollectionEntry,
    Contributor,
    CopyData,
    Edition,
    Grant,
    MarcRecord,
    RecordChange,
    Resource,
    ResourceHeading,
    ResourceLabel,
)
from repository.queries import require_staff

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Opening:
    """Where new resources go: a collection of the school; `audience`: published, and whom it lets discover them."""

    audience: str = ""
    collection: Collection | None = None


def create_draft(
    *,
    owner: School,
    description: Description,
    by: Viewer,
    marc: bytes | None = None,
    why: str = "",
    change_set: UUID | None = None,
) -> Resource:
    """Create a resource that only the librarians of its school see. Raise InvalidRecord.

    `marc` is the ISO 2709 record that the description was read from.
    """
    records = [Record(description, marc)]
    return _create(records, owner=owner, by=by, why=why, change_set=change_set, opening=Opening())[0]


def create_records(
    *,
    owner: School,
    records: Sequence[Record],
    by: Viewer,
    why: str = "",
    change_set: UUID | None = None,
    opening: Opening = Opening(),
) -> list[Resource]:
    """Create a resource for each record, in order; with an ISBN it joins the edition that has it.

    Raise InvalidRecord for a value out of bounds, CopyNumberTaken for a copy that another record has, NotFound for who
    is no librarian of the school or of the collection.
    """
    require_staff(by, owner.pk)
    if opening.collection is not None:
        require_staff(by, opening.collection.school_id)
    return _create(records, owner=owner, by=by, why=why, change_set=change_set, opening=opening)


@transaction.atomic
def _create(
    records: Sequence[Record],
    *,
    owner: School,
    by: Viewer,
    why: str,
    change_set: UUID | None,
    opening: Opening,
) -> list[Resource]:
    clean = [one.bounded() for one in records]
    described = linked([one.description for one in clean])
    clean = [replace(one, description=description) for one, description in zip(clean, described, strict=True)]
    require_free(owner.pk, [entry for one in clean for entry in one.copies or ()])
    in_series = headings_in_use((description.series_authority for description in described), school=owner.pk)
    editions = _editions_by_isbn(clean)
    published = {"state": Resource.State.PUBLISHED, "published_at": by.now} if opening.audience else {}
    made = Resource.objects.bulk_create(
        [
            Resource(
                owner=owner,
                edition=editions[one.description.isbn],
                created_at=by.now,
                changed_at=by.now,
                **published,
                **one.description.columns(),
                series_heading=in_series.get(one.description.series_authority or 0, ""),
            )
            for one in clean
        ],
        batch_size=ROWS_AT_ONCE,
    )
    _insert_rows(list(zip(made, clean, strict=True)), owner=owner, by=by)
    opened = _effects(opening)
    creation = [history.creation(one, by=by, why=why, change_set=change_set, effects=opened) for one in made]
    _insert(RecordChange, [RecordChange(**columns) for columns in creation])
    _open(made, opening)
    record_all("resource.draft", by=by, targets=[resource.uuid for resource in made])
    if opening.audience:
        record_all("resource.publish", by=by, targets=[resource.uuid for resource in made])
    mark_created(made, now=by.now)
    return made


def _insert_rows(pairs: Sequence[tuple[Resource, Record]], *, owner: School, by: Viewer) -> None:
    """Write the names, subject headings, MARC records and copies of new resources."""
    names = [row for resource, one in pairs for row in one.description.contributor_rows(resource)]
    subjects = [row for resource, one in pairs for row in one.description.heading_rows(resource)]
    show_headings([*names, *subjects], school=owner.pk)
    _insert(Contributor, names)
    _insert(ResourceHeading, subjects)
    marc = [(resource.pk, one.marc) for resource, one in pairs if one.marc is not None]
    _insert(MarcRecord, [MarcRecord(resource_id=key, raw=raw, changed_at=by.now) for key, raw in marc])
    _insert(CopyData, [row for resource, one in pairs for row in copy_rows(resource, one.copies or ())])


def _effects(opening: Opening) -> dict[str, list[Any]]:
    """Return what `_open` does, as the history has it."""
    found: dict[str, list[Any]] = {}
    if opening.audience:
        found[GRANT] = [None, labels.opened(Action.DISCOVER, opening.audience)]
    if opening.collection is not None:
        found[COLLECTION] = [None, str(opening.collection.uuid)]
    return found


def _open(made: Sequence[Resource], opening: Opening) -> None:
    """Put the resources into the collection, make the grant, and write the labels that follow (see `labels_of`)."""
    collection = opening.collection
    granted = set()
    if collection is not None:
        first = last_position(lock(collection)) + 1  # so that its grants do not change in the meantime
        places = enumerate([one.pk for one in made], start=first)
        _insert(
            CollectionEntry,
            [CollectionEntry(collection=collection, resource_id=key, position=at) for at, key in places],
        )
        granted = {
            labels.opened(Action(one.action), one.audience) for one in Grant.objects.filter(collection=collection)
        }
    if opening.audience:
        audience = opening.audience
        _insert(Grant, [Grant(resource_id=one.pk, action=Action.DISCOVER, audience=audience) for one in made])
        granted |= {labels.opened(Action.DISCOVER, audience)}
    rows = []
    for one in made:
        described = labels.descriptive(
            school=one.owner_id,
            collections=[collection.pk] if collection else [],
            subjects=one.subjects,
            grades=[str(grade) for grade in one.grades],
            kind=one.kind,
        )
        names = described | granted | {labels.staff(one.owner_id)}
        rows += [ResourceLabel(resource_id=one.pk, label=label) for label in sorted(names)]
    _insert(ResourceLabel, rows)


def _editions_by_isbn(records: Sequence[Record]) -> "_Editions":
    """Return the edition of each ISBN, and behind the empty one a new edition at each request."""
    isbns = {one.description.isbn for one in records} - {""}
    known: dict[str, Edition] = {}
    for edition in Edition.objects.filter(isbn__in=isbns).order_by("-pk"):
        known[edition.isbn] = edition  # the oldest one stays
    new = [Edition(isbn=isbn) for isbn in sorted(isbns - known.keys())]
    without = sum(not one.description.isbn for one in records)
    made = Edition.objects.bulk_create([*new, *(Edition() for _ in range(without))], batch_size=ROWS_AT_ONCE)
    known |= {edition.isbn: edition for edition in made if edition.isbn}
    return _Editions(known, [edition for edition in made if not edition.isbn])


class _Editions(dict[str, Edition]):
    """Editions by ISBN; each request for one without gives another."""

    def __init__(self, known: Mapping[str, Edition], without: list[Edition]) -> None:
        super().__init__(known)
        self.without = without

    def __getitem__(self, isbn: str) -> Edition:
        return super().__getitem__(isbn) if isbn else self.without.pop()


def _insert(model: type, rows: Sequence[object]) -> None:
    model.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)  # type: ignore[attr-defined]
