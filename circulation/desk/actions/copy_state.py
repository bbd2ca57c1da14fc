"""Mark a copy as lost, worn, damaged or in repair; a return finds it (circulation/desk/actions/lending.py)."""

from access.viewer import Viewer
from accounts.audit import record
from circulation.copies.errors import CopyRemoved
from circulation.copies.models import Copy
from circulation.desk import errors
from circulation.desk.actions.lending import end_as_lost
from circulation.desk.actions.locking import locked


def mark_lost(copy: Copy, *, by: Viewer) -> Copy:
    """Mark a copy as lost; its loan ends as lost. Idempotent. Raise NotFound for other schools, CopyRemoved."""
    with locked(copy, by) as (stored, loan):
        _require_in_register(stored)
        if loan is not None:
            end_as_lost(loan, now=by.now)
        _change(stored, Copy.State.LOST, by)
    return stored


def mark_repair(copy: Copy, *, by: Viewer) -> Copy:
    """Put a copy aside for repair. Idempotent. Raise NotFound for other schools, CopyRemoved, ReturnItFirst."""
    with locked(copy, by) as (stored, loan):
        _require_in_register(stored)
        if loan is not None:
            raise errors.ReturnItFirst(title=stored.resource.title, barcode=stored.barcode)
        _change(stored, Copy.State.REPAIR, by)
    return stored


def change_condition(copy: Copy, condition: str, *, by: Viewer) -> Copy:
    """Note how worn a copy is. Idempotent. Raise NotFound for other schools, ValueError for no such condition."""
    wanted = Copy.Condition(condition)
    with locked(copy, by) as (stored, _loan):
        if stored.condition != wanted:
            stored.condition = wanted
            stored.save(update_fields=["condition"])
            record("copy.condition", by=by, target=stored.uuid, condition=str(wanted))
    return stored


def _require_in_register(copy: Copy) -> None:
    if copy.state == Copy.State.REMOVED:
        raise CopyRemoved(text=copy.barcode, title=copy.resource.title)


def _change(copy: Copy, state: Copy.State, by: Viewer) -> None:
    if copy.state != state:
        copy.state = state
        copy.save(update_fields=["state"])
        record("copy.state", by=by, target=copy.uuid, state=str(state))
