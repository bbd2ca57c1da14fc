"""Carries examinations out: side by side, each with an end, so that one silent server holds nobody up."""

import logging
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from django.db import connections
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from operations.health.labels import NAMES
from operations.health.types import HealthCheck, Issue, LazyMessage, Level, Result

logger = logging.getLogger("operations.health")

TIMEOUT = 10.0  # seconds for one examination


def run_checks(examinations: Iterable[HealthCheck], *, seconds: float = TIMEOUT) -> list[Result]:
    """The results in the order of the examinations: first those that stand alone, then those that need others."""
    wanted = list(examinations)
    names = {one.name for one in wanted}
    found: dict[str, Result] = {}
    while waiting := [one for one in wanted if one.name not in found]:
        able = [one for one in waiting if all(need in found for need in one.depends_on if need in names)]
        well = [one for one in able if all(found[need].is_healthy for need in one.depends_on if need in names)]
        found |= {one.name: Result(one.name, (), ran=False) for one in able if one not in well}
        found |= {result.name: result for result in _run_parallel(well, seconds)}
    return [found[one.name] for one in wanted]


def _run_parallel(examinations: Sequence[HealthCheck], seconds: float) -> list[Result]:
    answers: SimpleQueue[Result] = SimpleQueue()
    language = get_language()
    for one in examinations:
        Thread(target=_run_one, args=(one, language, answers), name=f"look-{one.name}", daemon=True).start()
    found: dict[str, Result] = {}
    deadline = time.monotonic() + seconds
    with suppress(Empty):
        while len(found) < len(examinations):
            result = answers.get(timeout=max(deadline - time.monotonic(), 0.001))
            found[result.name] = result
    return [found.get(one.name) or Result(one.name, (_timed_out(one.name),), seconds) for one in examinations]


def _run_one(examination: HealthCheck, language: str | None, answers: "SimpleQueue[Result]") -> None:
    began = time.monotonic()
    try:
        with override(language):
            findings = tuple(examination.run())
    except Exception as error:
        logger.exception("the examination of %s failed", examination.name)
        findings = (_failed(examination.name, error),)
    finally:
        connections.close_all()
    answers.put(Result(examination.name, findings, time.monotonic() - began))


def _timed_out(part: str) -> Issue:
    return Issue(
        code=f"{part}_silent",
        level=Level.ERROR,
        message=LazyMessage(_("The check “%(part)s” timed out."), part=NAMES.get(part, part)),
        hint=LazyMessage(_("Check whether the server behind it is overloaded or stopped, then check again.")),
    )


def _failed(part: str, error: Exception) -> Issue:
    return Issue(
        code=f"{part}_failed",
        level=Level.ERROR,
        message=LazyMessage(
            _("The check “%(part)s” failed: %(error)s."),
            part=NAMES.get(part, part),
            error=type(error).__name__,
        ),
        hint=LazyMessage(_("The log has the details. If the error persists, report it with that part of the log.")),
    )
