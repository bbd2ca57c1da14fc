"""The door before every serving process: what is set wrongly is said in one sentence, and nothing starts.

What only does not answer (an engine that is restarted) stops nobody: that passes by itself. The database alone is
waited for, since nothing works without it. Commands that mend (migrate, doctor, rebuild_index …) do not pass here.
"""

import sys
import time
from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.utils.translation import override

from accounts.errors import Refusal
from config import installation
from config.health.finding import Finding, Level
from config.health.list import AT_START
from config.health.looking import look
from config.start import WRONGLY_SET

NOT_THERE = 69  # exit status: EX_UNAVAILABLE of sysexits.h
PAUSE = 1.0


def pass_or_exit() -> None:
    """Return when all is well enough to serve; else say why and end this process."""
    deadline = time.monotonic() + settings.START_WAIT
    while True:
        findings = [finding for result in look(AT_START) for finding in result.findings]
        stops = [finding for finding in findings if finding.stops]
        if stops:
            _say(stops)
            sys.exit(WRONGLY_SET)
        absent = [finding for finding in findings if finding.code.startswith("database_")]
        if not absent:
            break
        if time.monotonic() >= deadline:
            _say(absent)
            sys.exit(NOT_THERE)
        time.sleep(PAUSE)
    _say([finding for finding in findings if finding.level == Level.ERROR])
    _mark_places()


def _mark_places() -> None:
    """Put our mark where none stands; of two that come at once, the second one is sent away."""
    for place in installation.PLACES:
        with suppress(Refusal):
            if installation.owner(place) is None:
                installation.claim(place)
    taken = [finding for one in AT_START if one.part == "installation" for finding in one.look()]
    if taken:
        _say(taken)
        sys.exit(WRONGLY_SET)


def _say(findings: Iterable[Finding]) -> None:
    """Each in Vietnamese, then in English."""
    for finding in findings:
        lines = []
        for language in ("vi", "en"):
            with override(language):
                said = " ".join(str(part) for part in (finding.what, finding.todo, finding.safe) if str(part))
            lines += [said] if said not in lines else []
        print("\n".join(lines), file=sys.stderr, flush=True)
