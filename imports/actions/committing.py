"""Import the staged records of a batch into the catalogue, as one act that can be undone (changesets).

Each chunk is one transaction of the change set. A new record is created unless the school has got a matching one since
the file was read; a matching record is changed under its lock, so that what was edited since is compared again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from access.viewer import Viewer
from accounts.errors import NotFound, UserFacingError
from accounts.models import Membership
from changesets import actions as changesets
from changesets import kinds
from changesets.models import ChangeSet
from imports.actions.reviewing import locked
from imports.differences import description_of
from imports.errors import MatchedSince, MatchGone
from imports.matching import Catalogue, Keys
from imports.merging import OnMatch, merged
from imports.models import ImportBatch, StagedRecord
from imports.queries import batch_for
from imports.readers import FORMATS
from imports.spreadsheets.errors import NumberTaken
from repository.actions import Opening, Record, change_record, create_records
from repository.copies import copies_from_values, merged_copies, numbers_taken
from repository.formats import marc
from repository.models import Resource
from repository.store import store
from workers import fault_injection

KIND = "import"
NEW_AT_ONCE = 500  # records in one transaction that creates all of them; a changed one takes twenty times as long
Action, Decision, Outcome = StagedRecord.Action, StagedRecord.Decision, StagedRecord.Outcome


@transaction.atomic
def start(batch: ImportBatch, *, by: Viewer) -> ChangeSet:
    """Let a worker import the records. Raise WrongMoment once that was done."""
    stored = locked(batch, ImportBatch.State.REVIEW, by=by)
    started = changesets.start(
        kind=KIND,
        school=stored.school,
        title=stored.file_name,
        total=stored.records.count(),
        cursor={"batch": stored.pk, "number": 0},
        by=by,
    )
    stored.state, stored.change_set, stored.touched_at = ImportBatch.State.STARTED, started, by.now
    stored.acting = Membership.objects.filter(pk=by.membership or 0).first()
    key, stored.key = stored.key, ""
    stored.save(update_fields=["state", "change_set", "touched_at", "acting", "key"])
    if key:
        transaction.on_commit(lambda: store().remove(key))
    return started


def undo(batch: ImportBatch, *, by: Viewer) -> ChangeSet:
    """Let a worker take the import back. Raise NotFound for a batch that was not imported."""
    stored = batch_for(by, batch.uuid)
    if stored.change_set is None:
        raise NotFound
    return changesets.undo(stored.change_set, by=by)


def step(change_set: ChangeSet, by: Viewer) -> bool:
    """Import the next records in the caller's transaction; return whether there may be more."""
    batch = ImportBatch.objects.filter(pk=change_set.cursor["batch"]).select_related("school", "collection").first()
    if batch is None:
        return False
    waiting = batch.records.filter(number__gt=change_set.cursor["number"]).order_by("number")
    rows = list(waiting[:NEW_AT_ONCE])
    if not all(map(_is_new, rows)):
        rows = rows[: kinds.CHUNK]
    if rows:
        chunk = _Chunk(batch, change_set, by)
        chunk.carry_out(rows)
        fault_injection.point("import.chunk-committed")
        _write_outcomes(rows)
        change_set.done += len(rows)
        change_set.cursor = {**change_set.cursor, "number": rows[-1].number}
    return bool(rows)


@dataclass
class _Chunk:
    """The records of one transaction. `earlier`: results of records of the file that others repeat, by number."""

    batch: ImportBatch
    change_set: ChangeSet
    by: Viewer
    earlier: dict[int, Resource | None] = field(default_factory=dict)

    def carry_out(self, rows: Sequence[StagedRecord]) -> None:
        """Create and change resources; each row gets its outcome."""
        new = self._still_new([row for row in rows if _is_new(row)])
        self._create(new)
        self.earlier |= {row.number: row.result for row in rows}
        self.earlier |= _results(self.batch, {row.twin for row in rows if row.twin} - self.earlier.keys())
        for row in rows:
            if not row.outcome:
                self._settle(row)
            self.earlier[row.number] = row.result

    def _still_new(self, rows: list[StagedRecord]) -> list[StagedRecord]:
        """Return those of which the school has got no record with the same number since the file was read."""
        keys = {row.number: Keys(isbn=row.isbn, control=row.control) for row in rows if row.decision != Decision.NEW}
        catalogue = Catalogue(self.batch.school_id, keys.values())
        late = {number for number, key in keys.items() if catalogue.has_number(key)}
        for row in rows:
            if row.number in late:
                row.action, row.reason, row.outcome = Action.DOUBTFUL, MatchedSince.code, Outcome.LEFT_OUT
        return [row for row in rows if row.number not in late]

    def _create(self, rows: Sequence[StagedRecord]) -> None:
        rows = self._with_free_numbers(rows)
        if not rows:
            return
        made = create_records(
            owner=self.batch.school,
            records=[Record(description_of(row), self._marc_of(row), copies_from_values(row.copies)) for row in rows],
            by=self.by,
            why=self.batch.file_name,
            change_set=self.change_set.uuid,
            opening=Opening(self.batch.audience, self.batch.collection),
        )
        for row, resource in zip(rows, made, strict=True):
            row.result, row.outcome = resource, Outcome.CREATED
        self.change_set.changed += len(made)

    def _with_free_numbers(self, rows: Sequence[StagedRecord]) -> Sequence[StagedRecord]:
        """Return those whose copies have no number that another record has got since the file was read."""
        entries = {row.number: copies_from_values(row.copies) for row in rows}
        owners = numbers_taken(self.batch.school_id, [entry for own in entries.values() for entry in own])
        for row in rows if owners else ():
            numbers = (number for entry in entries[row.number] for number in (entry.number, entry.barcode))
            if taken := next((number for number in numbers if number in owners), ""):
                refusal = NumberTaken(text=taken, title=owners[taken].title)
                row.action, row.outcome = Action.REFUSED, Outcome.REFUSED
                row.reason, row.details = refusal.code, refusal.details
                self.change_set.refuse(str(row.number), row.title, refusal)
        return [row for row in rows if not row.outcome]

    def _settle(self, row: StagedRecord) -> None:
        """Give a row that creates nothing its outcome."""
        if row.action == Action.REFUSED:
            row.outcome = Outcome.REFUSED
            self.change_set.refused += 1
        elif row.decision == Decision.SKIP or (row.action == Action.DOUBTFUL and not row.decision):
            row.outcome = Outcome.LEFT_OUT
        elif row.action == Action.SAME:
            row.outcome, row.result = Outcome.UNCHANGED, self._target(row)
        else:
            self._change(row)

    def _change(self, row: StagedRecord) -> None:
        target = self._target(row)
        if target is None:
            row.action, row.reason, row.outcome = Action.DOUBTFUL, MatchGone.code, Outcome.LEFT_OUT
            return
        revision = target.revision
        try:
            with transaction.atomic():
                changed = change_record(
                    target,
                    lambda present: self._merged(present, row),
                    by=self.by,
                    why=self.batch.file_name,
                    change_set=self.change_set.uuid,
                )
        except UserFacingError as refusal:
            row.reason, row.outcome = refusal.code, Outcome.REFUSED
            self.change_set.refuse(str(row.number), row.title, refusal)
            return
        row.result = changed
        row.outcome = Outcome.CHANGED if changed.revision != revision else Outcome.UNCHANGED
        self.change_set.changed += row.outcome == Outcome.CHANGED

    def _target(self, row: StagedRecord) -> Resource | None:
        """Return the record of the school that a row describes, or the one that an earlier row of the file made."""
        if row.match_id:
            return Resource.objects.filter(pk=row.match_id, owner=self.batch.school_id).first()
        found = self.earlier.get(row.twin or 0)
        return Resource.objects.filter(pk=found.pk).first() if found else None

    def _merged(self, present: Record, row: StagedRecord) -> Record:
        incoming = description_of(row)
        description = merged(present.description, incoming, self.batch.on_match)
        raw = self._marc_of(row)
        overwrite = self.batch.on_match == OnMatch.OVERWRITE
        copies = merged_copies(present.copies or (), copies_from_values(row.copies), overwrite=overwrite)
        if self.batch.on_match == OnMatch.SKIP:
            return present
        if raw is not None and (present.marc is None or self.batch.on_match == OnMatch.OVERWRITE):
            return Record(description, marc.apply(raw, incoming, description), copies)
        return Record(description, present.marc, copies)  # the changed values are written into it

    def _marc_of(self, row: StagedRecord) -> bytes | None:
        return bytes(row.raw) if FORMATS[self.batch.format].keeps_marc else None


def _write_outcomes(rows: Sequence[StagedRecord]) -> None:
    """Store what became of the rows. Django's bulk_update of all of them takes as long as everything else."""
    with_reason = [row for row in rows if row.reason]
    StagedRecord.objects.bulk_update(with_reason, ["action", "reason", "details"], batch_size=kinds.CHUNK)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE imports_stagedrecord SET outcome = %s, result_id = %s WHERE id = %s",
            [(row.outcome, row.result_id, row.pk) for row in rows],
        )


def _is_new(row: StagedRecord) -> bool:
    if row.action == Action.NEW:
        return row.decision != Decision.SKIP
    return row.action in (Action.DOUBTFUL, Action.CHANGED) and row.decision == Decision.NEW


def _results(batch: ImportBatch, numbers: Iterable[int | None]) -> dict[int, Resource | None]:
    rows = batch.records.filter(number__in=[number for number in numbers if number]).select_related("result")
    return {row.number: row.result for row in rows.defer("raw")}
