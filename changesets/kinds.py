"""The kinds of acts over many records, registered by the apps that define them when they are loaded."""

from collections.abc import Callable

from access.viewer import Viewer
from changesets.models import ChangeSet

# Works on the next records in the caller's transaction, which has locked the row: at most a few hundred, so that others
# can write in between. Advances `cursor` and the numbers, which the caller saves. Returns whether there may be more.
Step = Callable[[ChangeSet, Viewer], bool]
CHUNK = 200  # records in one transaction

_steps: dict[str, Step] = {}


def register(kind: str, step: Step) -> None:
    """Define what an act of this kind does in each transaction."""
    _steps[kind] = step


def step_of(kind: str) -> Step:
    """Return the step of a kind. Raise KeyError for one that no app defines."""
    return _steps[kind]
