"""What a worker does with a list: read, compare, apply, undo; each in transactions that a killed worker leaves whole.

The rows say what is done: an import that stopped half-way goes on where it stopped, by whichever worker comes next.
Two workers on one import take turns, because each transaction locks the import first.
"""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from access.viewer import Viewer
from accounts.errors import UserFacingError
from accounts.models import Membership
from ingest.errors import BadInput
from ingest.parsers.errors import IsolationMissing, ParserFault
from ingest.parsers.tables import tables_in
from roster.actions import applying, comparing, undoing
from roster.errors import ListFailed, NobodyInList, NoLongerLibrarian
from roster.models import ListImport, ListRow
from roster.tables import Table, table_of
from sharing.viewer import viewer_of_membership
from workers import fault_injection, shutdown
from workers.heartbeat import activity

logger = logging.getLogger("roster")

State = ListImport.State
BATCH = 100  # rows in one transaction
MAX_ATTEMPTS = 5


def run(key: int) -> None:
    """Do what waits for this import. An unexpected exception is raised, and the sweeper notifies again."""
    found = ListImport.objects.filter(pk=key, state__in=ListImport.WORKING).first()
    if found is None or not _attempt(found):
        return
    with activity("list", found.uuid):
        if found.state == State.READING:
            _read(found)
        for state, step in STEPS.items():
            while _step(key, state, step):
                shutdown.raise_if_requested()


def _attempt(found: ListImport) -> bool:
    """Count an attempt; return False, and stop the import, after too many that did not get ahead."""
    stopped = found.attempts >= MAX_ATTEMPTS
    if stopped:
        found.problem = ListFailed.code
        found.state = {State.APPLYING: State.REVIEW, State.UNDOING: State.DONE}.get(State(found.state), State.REFUSED)
        logger.error("the import %s stopped after %s attempts", found.uuid, found.attempts)
    found.attempts = 0 if stopped else found.attempts + 1
    found.touched_at = timezone.now()
    found.save(update_fields=["state", "problem", "attempts", "touched_at"])
    return not stopped


def _read(found: ListImport) -> None:
    """Read the file in an isolated process and store its rows."""
    problem: UserFacingError
    try:
        table = _parse(bytes(found.source or b""))
        if not table.rows:
            raise NobodyInList
        _store(found, table)
        return
    except IsolationMissing as missing:  # not the file's fault: the sweeper tries again
        found.problem, found.attempts = missing.code, 0
        found.save(update_fields=["problem", "attempts"])
        return
    except ParserFault:
        logger.exception("the import %s could not be read", found.uuid)
        problem, code = BadInput(), ListFailed.code
    except (BadInput, NobodyInList) as refusal:
        problem, code = refusal, refusal.code
    found.state, found.problem, found.problem_details = State.REFUSED, code, problem.details
    found.source = None
    found.save(update_fields=["state", "problem", "problem_details", "source"])


def _parse(data: bytes) -> Table:
    """Return the lists of a file. Raises BadInput, IsolationMissing, ParserFault."""
    return table_of(tables_in(data))


@transaction.atomic
def _store(found: ListImport, table: Table) -> None:
    stored = ListImport.objects.select_for_update().get(pk=found.pk)
    if stored.state != State.READING:
        return
    stored.rows.all().delete()
    ListRow.objects.bulk_create(
        (
            ListRow(
                list_import=stored,
                number=number,
                layout=row.layout,
                sheet=row.sheet[:100],
                line=row.line,
                cells=row.cells,
            )
            for number, row in enumerate(table.rows, start=1)
        ),
        batch_size=500,
    )
    stored.layouts = [layout.as_json() for layout in table.layouts]
    stored.state, stored.source, stored.problem = State.COMPARING, None, ""
    stored.save(update_fields=["state", "source", "layouts", "problem"])


@transaction.atomic
def _step(key: int, state: str, step: Callable[[ListImport, Viewer], bool]) -> bool:
    """Do one transaction's work in this state; return whether there may be more."""
    stored = ListImport.objects.select_for_update().filter(pk=key, state=state).first()
    if stored is None:
        return False
    fault_injection.point("list.step")
    now = timezone.now()
    try:
        has_more = step(stored, _viewer(stored))
    except NoLongerLibrarian as refusal:
        stored.state = State.DONE if state == State.UNDOING else State.REVIEW
        stored.problem, has_more = refusal.code, False
    stored.touched_at, stored.attempts = now, 0
    if stored.state in (State.DONE, State.UNDONE) and state != State.DONE:
        stored.finished_at = now
    stored.save()
    return has_more


def _viewer(list_import: ListImport) -> Viewer:
    """Return the viewer for whom the worker acts. Raise NoLongerLibrarian if the rights ended in the meantime."""
    acting = Membership.objects.filter(pk=list_import.acting_id or 0, school=list_import.school_id).first()
    viewer = viewer_of_membership(acting, now=timezone.now()) if acting else None
    if viewer is None or not viewer.is_staff:
        raise NoLongerLibrarian
    return viewer


def compare(list_import: ListImport, viewer: Viewer) -> bool:
    """Compare all rows with the members of the school, in one transaction."""
    comparing.compare(list_import, viewer)
    list_import.state = State.REVIEW
    return False


def apply(list_import: ListImport, viewer: Viewer) -> bool:
    """Import the next rows; the import is done when there are none."""
    has_more = applying.apply_rows(list_import, viewer, limit=BATCH)
    if not has_more:
        list_import.state = State.DONE
    return has_more


def undo(list_import: ListImport, viewer: Viewer) -> bool:
    """Take back the last rows; the import is undone when there are none."""
    has_more = undoing.undo_rows(list_import, viewer, limit=BATCH)
    if not has_more:
        list_import.state = State.UNDONE
    return has_more


STEPS: dict[str, Callable[[ListImport, Viewer], bool]] = {
    State.COMPARING: compare,
    State.APPLYING: apply,
    State.UNDOING: undo,
}
