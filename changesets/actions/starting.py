"""Start an act over many records, and undo it; both are carried out by a worker."""

from functools import partial
from typing import Any

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import School
from changesets import kinds
from changesets.errors import NotNow
from changesets.events import change_set_waiting
from changesets.models import ChangeSet
from changesets.queries import change_set_for
from repository.queries import require_staff

State = ChangeSet.State


@transaction.atomic
def start(*, kind: str, school: School, title: str, total: int, cursor: dict[str, Any], by: Viewer) -> ChangeSet:
    """Let a worker carry out an act of a registered kind.

    Raise NotFound unless `by` is a librarian of the school, or a cataloguer whose membership is there.
    `cursor` is what the step of this kind begins with; `total` is the number of records, as far as it is known.
    """
    if not (by.is_cataloguer and by.school == school.pk):
        require_staff(by, school.pk)
    kinds.step_of(kind)
    started = ChangeSet.objects.create(
        kind=kind,
        school=school,
        title=title[:300],
        total=total,
        cursor=cursor,
        acting_id=by.membership,
        created_at=by.now,
        touched_at=by.now,
    )
    record("changes.start", by=by, target=started.uuid, kind=kind)
    notify(started)
    return started


@transaction.atomic
def undo(change_set: ChangeSet, *, by: Viewer) -> ChangeSet:
    """Let a worker take back what the act changed, sparing what was edited since. Raise NotNow in another state."""
    stored = lock(change_set_for(by, change_set.uuid))
    if stored.state not in (State.DONE, State.FAILED):
        raise NotNow
    stored.state, stored.problem, stored.acting_id = State.UNDOING, "", by.membership
    stored.attempts, stored.undone, stored.spared, stored.touched_at = 0, 0, 0, by.now
    stored.problems, stored.refused, stored.withdrawn = [], 0, 0
    stored.save()
    record("changes.undo", by=by, target=stored.uuid)
    notify(stored)
    return stored


def notify(change_set: ChangeSet) -> None:
    """Wake a worker when the open transaction commits."""
    transaction.on_commit(partial(change_set_waiting.send, None, change_set=change_set.pk))
