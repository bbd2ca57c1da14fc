"""The door before every serving process: what is set wrongly is said in one sentence, and nothing starts.

What only does not answer (an engine that is restarted) stops nobody: that passes by itself. The database alone is
waited for, since nothing works without it. Commands that mend (migrate, doctor, rebuild_index …) do not pass here.
"""

import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.utils.translation import override

from accounts.errors import UserFacingError
from operations import installation
from operations.health.registry import STARTUP_CHECKS
from operations.health.runner import run_checks
from operations.health.types import Issue, Level

PAUSE = 1.0


def exit_unless_ready() -> None:
    """Return when all is well enough to serve; else say why and end this process."""
    deadline = time.monotonic() + settings.DB_WAIT_SECONDS
    while True:
        findings = [finding for result in run_checks(STARTUP_CHECKS) for finding in result.findings]
        stops = [finding for finding in findings if finding.blocks_start]
        if stops:
            _say(stops)
            sys.exit(os.EX_CONFIG)
        absent = [finding for finding in findings if finding.code.startswith("database_")]
        if not absent:
            break
        if time.monotonic() >= deadline:
            _say(absent)
            sys.exit(os.EX_UNAVAILABLE)
        time.sleep(PAUSE)
    _say([finding for finding in findings if finding.level == Level.ERROR])
    _claim_backends()


def _claim_backends() -> None:
    """Put our mark where none stands; of two that come at once, the second one is sent away."""
    for place in installation.OWNED_BACKENDS:
        with suppress(UserFacingError):
            if installation.owner_of(place) is None:
                installation.claim(place)
    taken = [finding for one in STARTUP_CHECKS if one.name == "installation" for finding in one.run()]
    if taken:
        _say(taken)
        sys.exit(os.EX_CONFIG)


def _say(findings: Iterable[Issue]) -> None:
    """Each in Vietnamese, then in English."""
    for finding in findings:
        lines = []
        for language in ("vi", "en"):
            with override(language):
                line = " ".join(str(part) for part in (finding.message, finding.hint, finding.reassurance) if str(part))
            lines += [line] if line not in lines else []
        print("\n".join(lines), file=sys.stderr, flush=True)
