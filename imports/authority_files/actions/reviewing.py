"""What a cataloguer decides about a file before it is imported: entries, or to delete it."""

from collections.abc import Mapping

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from imports.authority_files.models import AuthorityFile, StagedAuthority
from imports.authority_files.queries import file_for
from imports.errors import WrongMoment
from repository.store import store

State, Action, Decision = AuthorityFile.State, StagedAuthority.Action, StagedAuthority.Decision
# The decisions that each action allows; the empty one: as proposed.
CHOICES: Mapping[str, tuple[str, ...]] = {
    Action.DOUBTFUL: ("", Decision.MATCH, Decision.NEW, Decision.SKIP),
    Action.NEW: ("", Decision.SKIP),
    Action.CHANGED: ("", Decision.SKIP),
    Action.SAME: (),
    Action.REFUSED: (),
}
ALL_AT_ONCE = (Decision.NEW, Decision.SKIP)


@transaction.atomic
def decide(file: AuthorityFile, *, decisions: Mapping[int, tuple[str, int | None]], by: Viewer) -> int:
    """Store decisions by the number of the entry: the decision, and the chosen authority; return how many changed.

    An authority that is no candidate of the entry, and a decision that its action does not allow, change nothing.
    """
    changed = locked(file, State.REVIEW, by=by)
    rows = []
    for row in changed.entries.filter(number__in=list(decisions)):
        decision, chosen = decisions[row.number]
        match = chosen if decision == Decision.MATCH else None
        if decision not in CHOICES[row.action] or (decision == Decision.MATCH and match not in row.candidates):
            continue
        if row.action != Action.DOUBTFUL:
            match = row.authority_id
        if (row.decision, row.authority_id) != (decision, match):
            row.decision, row.authority_id = decision, match
            rows.append(row)
    StagedAuthority.objects.bulk_update(rows, ["decision", "authority"], batch_size=200)
    return len(rows)


@transaction.atomic
def decide_all(file: AuthorityFile, *, action: str, decision: str, by: Viewer) -> int:
    """Decide all undecided entries of an action in the same way; return how many."""
    changed = locked(file, State.REVIEW, by=by)
    if decision not in ALL_AT_ONCE or decision not in CHOICES.get(action, ()):
        return 0
    return changed.entries.filter(action=action, decision="").update(decision=decision)


@transaction.atomic
def discard(file: AuthorityFile, *, by: Viewer) -> None:
    """Delete a file that was not imported. Raise WrongMoment once it was."""
    stored = lock(file_for(by, file.uuid))
    if stored.state == State.STARTED:
        raise WrongMoment
    record("authority_file.discard", by=by, target=stored.uuid)
    key = stored.key
    stored.delete()
    if key:
        transaction.on_commit(lambda: store().remove(key))


def locked(file: AuthorityFile, state: str, *, by: Viewer) -> AuthorityFile:
    """Return the locked file. Raise NotFound, or WrongMoment in another state."""
    stored = lock(file_for(by, file.uuid))
    if stored.state != state:
        raise WrongMoment
    return stored
