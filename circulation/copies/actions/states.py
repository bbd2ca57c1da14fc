"""The states of a copy: lost, in repair, removed from the register, and back on the shelf."""

from typing import Any

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from circulation.copies.errors import CopyOnLoan, WrongCopyState
from circulation.copies.models import Copy
from circulation.copies.queries import copy_for
from circulation.loans.models import Loan

State = Copy.State
# From which states each state can be reached; a removed copy comes back only as found.
FROM = {
    State.LOST: (State.ON_SHELF, State.REPAIR),
    State.REPAIR: (State.ON_SHELF, State.LOST),
    State.REMOVED: (State.ON_SHELF, State.LOST, State.REPAIR),
    State.ON_SHELF: (State.LOST, State.REPAIR, State.REMOVED),
}


def mark_lost(copy: Copy, *, by: Viewer) -> Copy:
    """Note that a copy cannot be found. Raise NotFound, CopyOnLoan (the desk ends the loan), WrongCopyState."""
    return _change(copy, State.LOST, by)


def send_to_repair(copy: Copy, *, by: Viewer) -> Copy:
    """Take a copy away to be repaired. Raise NotFound, CopyOnLoan, WrongCopyState."""
    return _change(copy, State.REPAIR, by)


def remove(copy: Copy, *, reason: str, by: Viewer) -> Copy:
    """Take a copy out of the register; its number stays its own. Raise NotFound, CopyOnLoan, WrongCopyState."""
    return _change(copy, State.REMOVED, by, removed_at=by.now, removed_reason=Copy.Reason(reason))


def mark_found(copy: Copy, *, by: Viewer) -> Copy:
    """Put a copy back on the shelf, whatever it was. Raise NotFound, WrongCopyState."""
    return _change(copy, State.ON_SHELF, by, removed_at=None, removed_reason="", withdrawal=None)


@transaction.atomic
def _change(copy: Copy, state: Copy.State, by: Viewer, **values: Any) -> Copy:
    """Change the state; idempotent for a copy that has it already."""
    stored = lock(copy_for(by, copy.uuid))
    if stored.state == state:
        return stored
    if stored.state not in FROM[state]:
        raise WrongCopyState(barcode=stored.barcode, state=stored.get_state_display())
    if Loan.objects.filter(copy=stored, ended_at=None).exists():
        raise CopyOnLoan(barcode=stored.barcode)
    before, stored.state = stored.state, state
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=["state", *values])
    record("copy.state", by=by, target=stored.uuid, before=before, after=str(state), **_reason(stored))
    return stored


def _reason(copy: Copy) -> dict[str, str]:
    return {"reason": copy.removed_reason} if copy.removed_reason else {}
