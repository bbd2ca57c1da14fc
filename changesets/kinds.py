"""The kinds of acts over many records, registered by the apps that define them when they are loaded."""

from collections.abc import Callable

from access.viewer import Viewer
from changesets.models import ChangeSet

# Works on the next records in the caller's transaction, which has locked the row: at most a few hundred, so that others
# can write in between. Advances `cursor` and the numbers, which the caller saves. Returns whether there may be more.
Step = Callable[[ChangeSet, Viewer], bool]
CHUNK = 200  # records in one transaction

_steps: dict[str, Step] = {}
_undo_steps: dict[str, Step] = {}


def register(kind: str, step: Step, *, undo: Step | None = None) -> None:
    """Define what an act of this kind does in each transaction, and how it is undone; None: by the history alone."""
    _steps[kind] = step
    if undo is not None:
        _undo_steps[kind] = undo


def step_of(kind: str) -> Step:
    """Return the step of a kind. Raise KeyError for one that no app defines."""
    return _steps[kind]


def undo_step_of(kind: str) -> Step | None:
    """Return the step that undoes acts of a kind; None where the changes of its records are taken back one by one."""
    return _undo_steps.get(kind)
