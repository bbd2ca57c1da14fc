"""The tag of the system checks that each background process runs at its start, and the command that runs them.

To have every worker and the sweeper run a check, register it with this tag. They do not run all checks of Django: those
load the whole admin, which no worker needs.
"""

import logging
from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand, SystemCheckError

TAG = "workers"
logger = logging.getLogger(__name__)


class LongRunningCommand(BaseCommand):
    """A command whose output is a log: what its checks find is one event each, in the format of LOG_FORMAT."""

    requires_system_checks: tuple[str, ...] = (TAG,)

    def check(self, *args: Any, **options: Any) -> None:
        """Log each message that is not silenced; store all for the doctor. Raise SystemCheckError after an error."""
        from workers import start_reports  # models are not loaded yet when this module is

        found = [issue for issue in checks.run_checks(tags=options.get("tags")) if not issue.is_silenced()]
        start_reports.record(found)
        for issue in found:
            logger.log(issue.level, "%s", " ".join(str(part) for part in (issue.id, issue.msg, issue.hint) if part))
        if serious := [issue.id for issue in found if issue.is_serious()]:
            raise SystemCheckError(" ".join(map(str, serious)))
