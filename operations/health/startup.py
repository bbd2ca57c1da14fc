"""The checks before a process starts: a wrong setting ends it with one sentence in each language.

A service that does not respond (an engine that restarts) stops no process: that passes by itself. Only the database is
waited for, because nothing works without it. Commands that repair (migrate, doctor, rebuild_index …) skip these checks.
"""

import logging
import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.utils.translation import override

from accounts.errors import UserFacingError
from operations import installation
from operations.health.checks import Issue, Level, run_checks
from operations.health.registry import STARTUP_CHECKS
from operations.health.services import owned_by_this_installation

logger = logging.getLogger(__name__)
RETRY_DELAY = 1.0  # seconds between two attempts to reach the database


def exit_unless_ready() -> None:
    """Return when a process may serve; otherwise print why and exit with EX_CONFIG or EX_UNAVAILABLE."""
    deadline = time.monotonic() + settings.DB_WAIT_SECONDS
    while True:
        issues = [issue for result in run_checks(STARTUP_CHECKS) for issue in result.issues]
        blocking = [issue for issue in issues if issue.blocks_start]
        if blocking:
            _print(blocking)
            sys.exit(os.EX_CONFIG)
        no_database = [issue for issue in issues if issue.code.startswith("database_")]
        if not no_database:
            break
        if time.monotonic() >= deadline:
            _print(no_database)
            sys.exit(os.EX_UNAVAILABLE)
        time.sleep(RETRY_DELAY)
    _print(issue for issue in issues if issue.level == Level.ERROR)
    _claim_backends()


def _claim_backends() -> None:
    """Claim each backend that has no owner; of two installations that do this at once, the second exits."""
    for setting in installation.OWNED_BACKENDS:
        with suppress(UserFacingError):
            if installation.owner_of(setting) is None:
                installation.claim(setting)
    taken = list(owned_by_this_installation())
    if taken:
        _print(taken)
        sys.exit(os.EX_CONFIG)


def _print(issues: Iterable[Issue]) -> None:
    """Print each issue in Vietnamese, then in English; as an event of the log where that is JSON."""
    for issue in issues:
        lines = []
        for language in ("vi", "en"):
            with override(language):
                line = " ".join(str(part) for part in (issue.message, issue.hint, issue.reassurance) if str(part))
            lines += [line] if line not in lines else []
        if settings.LOG_FORMAT == "json":
            logger.error("%s", " / ".join(lines))
        else:
            print("\n".join(lines), file=sys.stderr, flush=True)
