"""What a librarian decides about a batch before it is imported: records, terms, or to delete it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from imports.errors import WrongMoment
from imports.models import ImportBatch, StagedRecord
from imports.queries import batch_for
from repository.models import Collection
from repository.queries import collections_of
from repository.store import store

State, Action, Decision = ImportBatch.State, StagedRecord.Action, StagedRecord.Decision
# The decisions that each action allows; the empty one: as proposed.
CHOICES: Mapping[str, tuple[str, ...]] = {
    Action.DOUBTFUL: ("", Decision.MATCH, Decision.NEW, Decision.SKIP),
    Action.NEW: ("", Decision.SKIP),
    Action.CHANGED: ("", Decision.NEW, Decision.SKIP),
    Action.SAME: (),
    Action.REFUSED: (),
}
ALL_AT_ONCE = (Decision.NEW, Decision.SKIP)


@dataclass(frozen=True)
class Terms:
    """What happens to records that the school has, and where new ones go."""

    on_match: str
    audience: str  # published to it; empty: drafts
    collection: Collection | None


@transaction.atomic
def decide(batch: ImportBatch, *, decisions: Mapping[int, tuple[str, int | None]], by: Viewer) -> int:
    """Store decisions by the number of the record: the decision, and the chosen candidate; return how many changed.

    A candidate that the record does not have, and a decision that its action does not allow, change nothing.
    """
    changed = locked(batch, State.REVIEW, by=by)
    rows = []
    for row in changed.records.filter(number__in=list(decisions)).defer("raw"):
        decision, chosen = decisions[row.number]
        match = chosen if decision == Decision.MATCH else None
        if decision not in CHOICES[row.action] or not _fits(row, decision, match):
            continue
        if row.action == Action.DOUBTFUL and (row.decision, row.match_id) != (decision, match):
            row.decision, row.match_id = decision, match
            rows.append(row)
        elif row.action != Action.DOUBTFUL and row.decision != decision:
            row.decision = decision
            rows.append(row)
    StagedRecord.objects.bulk_update(rows, ["decision", "match"], batch_size=200)
    return len(rows)


@transaction.atomic
def decide_all(batch: ImportBatch, *, action: str, decision: str, by: Viewer) -> int:
    """Decide all undecided records of an action in the same way; return how many."""
    changed = locked(batch, State.REVIEW, by=by)
    if decision not in ALL_AT_ONCE or decision not in CHOICES.get(action, ()):
        return 0
    return changed.records.filter(action=action, decision="").update(decision=decision)


@transaction.atomic
def set_terms(batch: ImportBatch, *, terms: Terms, by: Viewer) -> ImportBatch:
    """Store the terms. Raise WrongMoment; a collection of another school is left out."""
    changed = locked(batch, State.REVIEW, by=by)
    own = collections_of(by).filter(pk=terms.collection.pk).first() if terms.collection else None
    changed.on_match, changed.audience, changed.collection = terms.on_match, terms.audience, own
    changed.save(update_fields=["on_match", "audience", "collection"])
    return changed


@transaction.atomic
def discard(batch: ImportBatch, *, by: Viewer) -> None:
    """Delete a batch that was not imported. Raise WrongMoment once it was."""
    stored = lock(batch_for(by, batch.uuid))
    if stored.state == State.STARTED:
        raise WrongMoment
    record("import.discard", by=by, target=stored.uuid)
    key = stored.key
    stored.delete()
    if key:
        transaction.on_commit(lambda: store().remove(key))


def locked(batch: ImportBatch, state: str, *, by: Viewer) -> ImportBatch:
    """Return the locked batch of the viewer's school. Raise NotFound, or WrongMoment in another state."""
    stored = lock(batch_for(by, batch.uuid))
    if stored.state != state:
        raise WrongMoment
    return stored


def _fits(row: StagedRecord, decision: str, match: int | None) -> bool:
    """Return whether the chosen candidate is one of the record; an earlier record of the file needs none."""
    if decision != Decision.MATCH:
        return True
    return match in row.candidates if row.candidates else match is None and row.twin is not None
