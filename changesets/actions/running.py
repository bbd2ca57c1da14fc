"""What a worker does with an act over many records: chunk after chunk, each in a transaction that a kill leaves whole.

The transaction locks the row of the act first, so that two workers on one act take turns, and saves how far the act has
come with what it changed. An act that stopped half-way goes on from there, by whichever worker comes next.
"""

import logging
import time

from django.db import transaction
from django.utils import timezone

from access.viewer import Viewer
from accounts.errors import NotFound, UserFacingError
from accounts.models import Membership
from changesets import kinds
from changesets.errors import ChangeSetFailed, RightsEnded
from changesets.models import ChangeSet
from repository.actions import undo_change
from repository.models import RecordChange
from sharing.viewer import system_viewer, viewer_of_membership
from workers import fault_injection, shutdown
from workers.heartbeat import activity

logger = logging.getLogger("changesets")

State = ChangeSet.State
MAX_ATTEMPTS = 5
# Seconds between two transactions. SQLite has no queue for its one writer: without a pause others, who look up to ten
# times a second, hardly ever find it free, and give up after 20 seconds (seen: the index beside an import).
PAUSE = 0.02


def run(key: int) -> None:
    """Do what waits for this act. An unexpected exception is raised, and the sweeper notifies again."""
    found = ChangeSet.objects.filter(pk=key, state__in=ChangeSet.WORKING).first()
    if found is None or not _attempt(found):
        return
    with activity("changes", found.uuid):
        while advance(key):
            shutdown.raise_if_requested()
            time.sleep(PAUSE)


@transaction.atomic
def advance(key: int) -> bool:
    """Do one transaction's work; return whether there may be more."""
    stored = ChangeSet.objects.select_for_update().filter(pk=key, state__in=ChangeSet.WORKING).first()
    if stored is None:
        return False
    fault_injection.point("changes.step")
    undoing = stored.state == State.UNDOING
    step = (kinds.undo_step_of(stored.kind) or _undo) if undoing else kinds.step_of(stored.kind)
    try:
        has_more = step(stored, _viewer(stored))
        if not has_more:
            stored.state = State.UNDONE if undoing else State.DONE
    except RightsEnded as refusal:
        stored.state, stored.problem, has_more = State.FAILED, refusal.code, False
    stored.touched_at, stored.attempts = timezone.now(), 0
    if not has_more:
        stored.finished_at = stored.touched_at
    stored.save()
    fault_injection.point("changes.saved")
    return has_more


def _attempt(found: ChangeSet) -> bool:
    """Count an attempt; return False, and stop the act, after too many that did not get ahead."""
    stopped = found.attempts >= MAX_ATTEMPTS
    if stopped:
        found.state, found.problem = State.FAILED, ChangeSetFailed.code
        logger.error("the change set %s stopped after %s attempts", found.uuid, found.attempts)
    found.attempts = 0 if stopped else found.attempts + 1
    found.touched_at = timezone.now()
    found.save(update_fields=["state", "problem", "attempts", "touched_at"])
    return not stopped


def _viewer(change_set: ChangeSet) -> Viewer:
    """Return the viewer for whom the worker acts. Raise RightsEnded if the rights ended in the meantime."""
    now = timezone.now()
    if change_set.acting_id is None:  # a command of the administrator started it
        return system_viewer(change_set.school_id, now=now)
    acting = Membership.objects.filter(pk=change_set.acting_id, school=change_set.school_id).first()
    viewer = viewer_of_membership(acting, now=now) if acting else None
    if viewer is None or not (viewer.is_staff or viewer.is_cataloguer):
        raise RightsEnded
    return viewer


def _undo(change_set: ChangeSet, viewer: Viewer) -> bool:
    """Take the last changes of the act back, the newest first; the cursor remembers the oldest that was."""
    changes = RecordChange.objects.filter(change_set=change_set.uuid).select_related("resource").order_by("-pk")
    before = change_set.cursor.get("undone_before")
    chunk = list(changes.filter(pk__lt=before)[: kinds.CHUNK] if before else changes[: kinds.CHUNK])
    for change in chunk:
        try:
            with transaction.atomic():
                undone = undo_change(change, by=viewer)
        except NotFound:  # another act deleted the record, or it is another school's
            continue
        except UserFacingError as refusal:
            change_set.refuse(str(change.resource.uuid), change.resource.title, refusal)
            continue
        change_set.undone += undone.changed
        uuid, title = str(change.resource.uuid), change.resource.title
        if undone.withdrawn:
            change_set.withdraw(uuid, title, undone.uses)
        elif undone.stays or undone.spared:
            change_set.spare(uuid, title, undone.spared, undone.uses)
    if chunk:
        change_set.cursor = {**change_set.cursor, "undone_before": chunk[-1].pk}
    return len(chunk) == kinds.CHUNK
