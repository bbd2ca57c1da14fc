"""What the node administrator does with targets: create, change, test."""

import time
from dataclasses import asdict, dataclass

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from imports.copy_cataloguing.actions.looking_up import note_outcome
from imports.copy_cataloguing.clients.asking import ask_all
from imports.copy_cataloguing.errors import TargetProblem
from imports.copy_cataloguing.models import Target
from imports.copy_cataloguing.queries import listed_hosts
from imports.copy_cataloguing.records import read
from repository.queries import require_node_admin


@dataclass(frozen=True)
class TargetValues:
    """What the administrator enters of a target."""

    name: str
    protocol: str
    host: str
    port: int
    database: str
    is_encrypted: bool = False
    schema: str = ""
    isbn_index: str = ""
    encoding: str = ""
    position: int = 100
    is_active: bool = True


@dataclass(frozen=True)
class TestResult:
    """What a target answered to one ISBN: a problem, or titles; `total` is how many records it has."""

    problem: TargetProblem | None
    total: int
    titles: list[str]
    unreadable: int
    seconds: float


@transaction.atomic
def save_target(target: Target | None, values: TargetValues, *, by: Viewer) -> Target:
    """Create or change a target; a changed one is asked again at once. Raise NotFound for all but administrators."""
    require_node_admin(by)
    saved = target or Target()
    for name, value in asdict(values).items():
        setattr(saved, name, value)
    saved.resting_until, saved.problem, saved.problem_details = None, "", {}
    saved.save()
    record("target.change" if target else "target.create", by=by, key=saved.pk, name=saved.name)
    return saved


def try_target(target: Target, *, isbn: str, by: Viewer) -> TestResult:
    """Ask a target for an ISBN now, even if it is resting. Raise NotFound for all but administrators."""
    require_node_admin(by)
    started = time.monotonic()
    [reply] = ask_all([(target.pk, target.place(listed_hosts()), isbn)])
    seconds = time.monotonic() - started
    outcome = reply.outcome
    note_outcome(target, outcome if isinstance(outcome, TargetProblem) else None)
    if isinstance(outcome, TargetProblem):
        return TestResult(outcome, 0, [], 0, seconds)
    titles = [found.description.title for found in read(outcome, encoding=target.encoding, isbn=isbn)]
    sent = len(outcome.iso2709) + len(outcome.marcxml)
    return TestResult(None, outcome.total, titles, sent - len(titles), seconds)
