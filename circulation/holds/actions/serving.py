"""What the desk does with holds: a returned copy is kept for the first in line; a check-out ends a hold."""

from access.viewer import Viewer
from accounts.models import Membership
from circulation.copies.models import Copy
from circulation.holds.actions.line import State, end, locked, serve
from circulation.holds.log import Actor
from circulation.holds.models import Hold
from repository.queries import require_staff


def trap(copy: Copy, *, by: Viewer) -> Hold | None:
    """Keep a copy that is in the library for the first reader in line, and return the hold, which is ready then.

    Return None if nobody waits for it. Idempotent. Call it after the loan of a returned copy has ended. Raise NotFound
    for all but librarians of the copy's school.
    """
    require_staff(by, copy.holder_id)
    with locked(copy.resource, by.now) as title:
        copy.refresh_from_db()
        return serve(title, copy, by.now)


def fulfil(copy: Copy, membership: Membership, *, by: Viewer) -> Hold | None:
    """End the reader's hold on the title of a copy that is lent to them now; return it, or None if there was none.

    Call it after the loan was made, in its transaction. Another copy that was kept for the reader goes to the next.
    """
    require_staff(by, copy.holder_id)
    with locked(copy.resource, by.now) as title:
        hold = Hold.objects.filter(resource=title, borrower=membership, ended_at=None).first()
        if hold is None or hold.wants != Hold.Wants.COPY:
            return None
        for freed in end(hold, State.COLLECTED, now=by.now, actor=Actor.STAFF):
            if freed.pk != copy.pk:
                serve(title, freed, by.now)
        return hold
