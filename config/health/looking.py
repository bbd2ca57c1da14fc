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

from config.health.finding import Examination, Finding, Level, Result, Sentence
from config.health.names import NAMES

logger = logging.getLogger("config.health")

PATIENCE = 10.0  # seconds for one examination


def look(examinations: Iterable[Examination], *, seconds: float = PATIENCE) -> list[Result]:
    """The results in the order of the examinations: first those that stand alone, then those that need others."""
    wanted = list(examinations)
    names = {one.part for one in wanted}
    found: dict[str, Result] = {}
    while waiting := [one for one in wanted if one.part not in found]:
        able = [one for one in waiting if all(need in found for need in one.needs if need in names)]
        well = [one for one in able if all(found[need].is_well for need in one.needs if need in names)]
        found |= {one.part: Result(one.part, (), looked=False) for one in able if one not in well}
        found |= {result.part: result for result in _together(well, seconds)}
    return [found[one.part] for one in wanted]


def _together(examinations: Sequence[Examination], seconds: float) -> list[Result]:
    answers: SimpleQueue[Result] = SimpleQueue()
    language = get_language()
    for one in examinations:
        Thread(target=_one, args=(one, language, answers), name=f"look-{one.part}", daemon=True).start()
    found: dict[str, Result] = {}
    deadline = time.monotonic() + seconds
    with suppress(Empty):
        while len(found) < len(examinations):
            result = answers.get(timeout=max(deadline - time.monotonic(), 0.001))
            found[result.part] = result
    return [found.get(one.part) or Result(one.part, (_too_late(one.part),), seconds) for one in examinations]


def _one(examination: Examination, language: str | None, answers: "SimpleQueue[Result]") -> None:
    began = time.monotonic()
    try:
        with override(language):
            findings = tuple(examination.look())
    except Exception as error:
        logger.exception("the examination of %s failed", examination.part)
        findings = (_failed(examination.part, error),)
    finally:
        connections.close_all()
    answers.put(Result(examination.part, findings, time.monotonic() - began))


def _too_late(part: str) -> Finding:
    return Finding(
        code=f"{part}_silent",
        level=Level.ERROR,
        what=Sentence(_("The check “%(part)s” timed out."), part=NAMES.get(part, part)),
        todo=Sentence(_("Check whether the server behind it is overloaded or stopped, then check again.")),
    )


def _failed(part: str, error: Exception) -> Finding:
    return Finding(
        code=f"{part}_failed",
        level=Level.ERROR,
        what=Sentence(
            _("The check “%(part)s” failed: %(error)s."),
            part=NAMES.get(part, part),
            error=type(error).__name__,
        ),
        todo=Sentence(_("The log has the details. If the error persists, report it with that part of the log.")),
    )
