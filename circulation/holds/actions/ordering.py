"""Change the order of a line: a librarian does, and says why."""

from access.viewer import Viewer
from accounts.audit import record
from circulation.holds import errors
from circulation.holds.actions.line import State, Wants, locked, open_line
from circulation.holds.log import Actor, Kind, note
from circulation.holds.models import Hold
from circulation.licences.actions import recount
from repository.queries import require_staff


def move(hold: Hold, *, to: int, reason: str, by: Viewer) -> None:
    """Give an open hold another place among the open holds of its line, from 1; others close up. Idempotent.

    Raise NotFound for all but librarians of the title's school, InvalidMove, HoldIsOver.
    """
    require_staff(by, hold.resource.owner_id)
    with locked(hold.resource, by.now) as title:
        line = open_line(title, hold.wants)
        moved = next((other for other in line if other.pk == hold.pk), None)
        if moved is None or moved.state == State.READY:
            raise errors.HoldIsOver
        if not 1 <= to <= len(line) or not reason.strip():
            raise errors.InvalidMove(last=len(line))
        if line[to - 1].pk == moved.pk:
            return
        line.remove(moved)
        line.insert(to - 1, moved)
        for number, other in enumerate(line, 1):
            if other.order != number:
                Hold.objects.filter(pk=other.pk).update(order=number)
        note(moved, Kind.MOVED, at=by.now, actor=Actor.STAFF, place=to, reason=reason.strip()[:200])
        record("hold.move", by=by, target=moved.uuid, place=to)
        if moved.wants == Wants.SEAT:
            recount(title, now=by.now)
