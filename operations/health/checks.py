"""What a health check is and what it yields; checks run in parallel, each with a timeout.

django-health-check was looked at: its checks pass or fail with one message. Ours say what to do and what is not
affected, depend on each other, and decide whether a process may start.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from django.db import connections
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger("operations.health")

TIMEOUT_SECONDS = 10.0  # for one check


class Level(StrEnum):
    """The severity of an issue."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class LazyMessage:
    """A translatable text and its values; both are put together when it is shown, in the language of that moment."""

    def __init__(self, text: Any, **values: object) -> None:
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return str(self.text) % self.values if self.values else str(self.text)


EMPTY = LazyMessage("")


@dataclass(frozen=True)
class Issue:
    """One problem: what it is, what to do (`hint`), what is not affected (`reassurance`).

    `blocks_start`: no process may serve before it is fixed.
    """

    code: str
    level: Level
    message: LazyMessage
    hint: LazyMessage
    reassurance: LazyMessage = EMPTY
    blocks_start: bool = False


@dataclass(frozen=True)
class HealthCheck:
    """A check of one part. It runs only if the checks named in `depends_on` found no error.

    `at_start`: it runs before a process starts. `for_ready`: `/readyz` reports it.
    """

    name: str
    label: str | Promise
    run: Callable[[], Iterable[Issue]]
    depends_on: tuple[str, ...] = ()
    at_start: bool = False
    for_ready: bool = False


@dataclass(frozen=True)
class Result:
    """What a check found and how long it took; `ran` is False where a check that it depends on failed."""

    check: HealthCheck
    issues: tuple[Issue, ...]
    seconds: float = 0.0
    ran: bool = True

    @property
    def is_healthy(self) -> bool:
        """Return whether the check ran and found no error."""
        return self.ran and all(issue.level != Level.ERROR for issue in self.issues)


def run_checks(checks: Iterable[HealthCheck], *, timeout: float = TIMEOUT_SECONDS) -> list[Result]:
    """Run the checks, those first that depend on no other; return the results in the order of the checks.

    A dependency that is not among the checks is ignored.
    """
    selected = list(checks)
    names = {check.name for check in selected}
    results: dict[str, Result] = {}
    while waiting := [check for check in selected if check.name not in results]:
        due = [check for check in waiting if all(name in results for name in check.depends_on if name in names)]
        runnable = [
            check for check in due if all(results[name].is_healthy for name in check.depends_on if name in names)
        ]
        results |= {check.name: Result(check, (), ran=False) for check in due if check not in runnable}
        results |= {result.check.name: result for result in _run_parallel(runnable, timeout)}
    return [results[check.name] for check in selected]


def _run_parallel(checks: Sequence[HealthCheck], timeout: float) -> list[Result]:
    queue: SimpleQueue[Result] = SimpleQueue()
    language = get_language()
    for check in checks:
        Thread(target=_run_one, args=(check, language, queue), name=f"check-{check.name}", daemon=True).start()
    results: dict[str, Result] = {}
    deadline = time.monotonic() + timeout
    with suppress(Empty):
        while len(results) < len(checks):
            result = queue.get(timeout=max(deadline - time.monotonic(), 0.001))
            results[result.check.name] = result
    return [results.get(check.name) or Result(check, (_timed_out(check),), timeout) for check in checks]


def _run_one(check: HealthCheck, language: str | None, queue: "SimpleQueue[Result]") -> None:
    start = time.monotonic()
    try:
        with override(language):
            issues = tuple(check.run())
    except Exception as error:
        logger.exception("the check of %s failed", check.name)
        issues = (_failed(check, error),)
    finally:
        connections.close_all()
    queue.put(Result(check, issues, time.monotonic() - start))


def _timed_out(check: HealthCheck) -> Issue:
    return Issue(
        code=f"{check.name}_silent",
        level=Level.ERROR,
        message=LazyMessage(_("The check “%(part)s” timed out."), part=check.label),
        hint=LazyMessage(_("Check whether the server behind it is overloaded or stopped, then check again.")),
    )


def _failed(check: HealthCheck, error: Exception) -> Issue:
    return Issue(
        code=f"{check.name}_failed",
        level=Level.ERROR,
        message=LazyMessage(_("The check “%(part)s” failed: %(error)s."), part=check.label, error=type(error).__name__),
        hint=LazyMessage(_("The log has the details. If the error persists, report it with that part of the log.")),
    )
