"""Mark a copy on loan as lost, and note how worn a copy is; a return finds a lost one (lending.py)."""

from access.viewer import Viewer
from accounts.audit import record
from circulation.copies.actions import states
from circulation.copies.models import Copy
from circulation.desk.actions.lending import end_as_lost
from circulation.desk.actions.locking import locked


def mark_lost(copy: Copy, *, by: Viewer) -> Copy:
    """Mark a copy as lost; its loan ends as lost. Idempotent. Raise NotFound for other schools, WrongCopyState."""
    with locked(copy, by) as (stored, loan):
        if loan is not None:
            end_as_lost(loan, now=by.now)
        return states.mark_lost(stored, by=by)


def change_condition(copy: Copy, condition: str, *, by: Viewer) -> Copy:
    """Note how worn a copy is. Idempotent. Raise NotFound for other schools, ValueError for no such condition."""
    wanted = Copy.Condition(condition)
    with locked(copy, by) as (stored, _loan):
        if stored.condition != wanted:
            stored.condition = wanted
            stored.save(update_fields=["condition"])
            record("copy.condition", by=by, target=stored.uuid, condition=str(wanted))
    return stored
