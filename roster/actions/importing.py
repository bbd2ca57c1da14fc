"""What a librarian does with a list: upload it, say what its columns hold, decide, import, discard, undo."""

from collections.abc import Mapping
from functools import partial

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Membership, Role
from accounts.text import clean_line
from roster.actions.years import year_of
from roster.errors import FileTooLarge, ListTwice, WrongMoment
from roster.events import list_waiting
from roster.headings import Field
from roster.models import ListImport, ListRow
from roster.queries import import_for, own_school

MAX_MEGABYTES = 8
State, Decision, Outcome = ListImport.State, ListRow.Decision, ListRow.Outcome
# The decisions that each outcome allows.
CHOICES: Mapping[str, tuple[str, ...]] = {
    Outcome.NEW: (Decision.ACCEPT, Decision.SKIP),
    Outcome.MOVED: (Decision.ACCEPT, Decision.SKIP),
    Outcome.CHANGED: (Decision.ACCEPT, Decision.SKIP),
    Outcome.UNCLEAR: (Decision.SAME_PERSON, Decision.OTHER_PERSON, Decision.SKIP),
    Outcome.LEFT: (Decision.LEAVES, Decision.STAYS),
    Outcome.MISSING: (Decision.STAYS, Decision.LEAVES),
}


@transaction.atomic
def start(*, data: bytes, name: str, role: Role, year: str, whole_school: bool, by: Viewer) -> ListImport:
    """Store a list for a worker to read. Raises NotFound, FileTooLarge, or ListTwice while another one is under way."""
    school = lock(own_school(by))
    if len(data) > MAX_MEGABYTES * 1024**2:
        raise FileTooLarge(limit=MAX_MEGABYTES)
    open_states = (*ListImport.WORKING, State.REVIEW)
    other = ListImport.objects.filter(school=school, role=role, state__in=open_states).first()
    if other is not None:
        raise ListTwice(name=other.file_name)
    made = ListImport.objects.create(
        school=school,
        year=year_of(school, year),
        role=role,
        acting=Membership.objects.get(pk=by.membership) if by.membership else None,
        file_name=clean_line(name)[:200] or "?",
        source=data,
        whole_school=whole_school,
        created_at=by.now,
        touched_at=by.now,
    )
    record("list.upload", by=by, target=made.uuid)
    _notify(made)
    return made


@transaction.atomic
def set_columns(
    list_import: ListImport, *, fields: Mapping[int, list[str]], classes: Mapping[int, Mapping[str, str]], by: Viewer
) -> None:
    """Say what the columns of each layout hold and which class each sheet is of; a worker then compares again."""
    changed = _locked(list_import, State.REVIEW, by=by)
    known = {"", *Field}
    for number, layout in enumerate(changed.layouts):
        given = fields.get(number, layout["fields"])
        if len(given) == len(layout["fields"]) and set(given) <= known:
            layout["fields"] = [name if name not in given[:place] else "" for place, name in enumerate(given)]
        for sheet in layout["classes"]:
            layout["classes"][sheet] = clean_line(classes.get(number, {}).get(sheet, layout["classes"][sheet]))[:40]
    _move(changed, State.COMPARING, by=by, also=["layouts"])


@transaction.atomic
def decide(list_import: ListImport, *, decisions: Mapping[int, str], by: Viewer) -> int:
    """Store what a person decided about rows, by their number; return how many changed."""
    changed = _locked(list_import, State.REVIEW, by=by)
    rows = [
        row
        for row in changed.rows.filter(number__in=list(decisions))
        if decisions[row.number] in CHOICES.get(row.outcome, ()) and decisions[row.number] != row.decision
    ]
    for row in rows:
        row.decision = decisions[row.number]
    ListRow.objects.bulk_update(rows, ["decision"], batch_size=200)
    return len(rows)


@transaction.atomic
def decide_all(list_import: ListImport, *, outcome: str, decision: str, by: Viewer) -> int:
    """Decide all undecided rows of an outcome in the same way; return how many."""
    changed = _locked(list_import, State.REVIEW, by=by)
    if decision not in CHOICES.get(outcome, ()):
        return 0
    rows = changed.rows.filter(outcome=outcome)
    return rows.filter(decision="").update(decision=decision)


@transaction.atomic
def apply(list_import: ListImport, *, by: Viewer) -> None:
    """Let a worker import the rows that are clear or decided. Raises WrongMoment."""
    changed = _locked(list_import, State.REVIEW, by=by)
    changed.acting = Membership.objects.get(pk=by.membership) if by.membership else None
    _move(changed, State.APPLYING, by=by, also=["acting"])
    record("list.import", by=by, target=changed.uuid)


@transaction.atomic
def undo(list_import: ListImport, *, by: Viewer) -> None:
    """Let a worker take back what the import did. Raises WrongMoment."""
    changed = _locked(list_import, State.DONE, by=by)
    changed.acting = Membership.objects.get(pk=by.membership) if by.membership else None
    _move(changed, State.UNDOING, by=by, also=["acting"])
    record("list.undo", by=by, target=changed.uuid)


@transaction.atomic
def discard(list_import: ListImport, *, by: Viewer) -> None:
    """Delete a list that was not imported. Raises WrongMoment once people were imported."""
    stored = lock(import_for(by, list_import.uuid))
    if stored.state not in (State.READING, State.COMPARING, State.REVIEW, State.REFUSED):
        raise WrongMoment
    if stored.rows.filter(applied=True).exists():  # an import that stopped half-way
        raise WrongMoment
    record("list.discard", by=by, target=stored.uuid)
    stored.delete()


def _locked(list_import: ListImport, state: str, *, by: Viewer) -> ListImport:
    """Return the locked import of the viewer's school. Raises NotFound, or WrongMoment in another state."""
    stored = lock(import_for(by, list_import.uuid))
    if stored.state != state:
        raise WrongMoment
    return stored


def _move(list_import: ListImport, state: str, *, by: Viewer, also: list[str]) -> None:
    list_import.state, list_import.problem = state, ""
    list_import.attempts, list_import.touched_at = 0, by.now
    list_import.save(update_fields=["state", "problem", "attempts", "touched_at", *also])
    _notify(list_import)


def _notify(list_import: ListImport) -> None:
    transaction.on_commit(partial(list_waiting.send, None, list_import=list_import.pk))
