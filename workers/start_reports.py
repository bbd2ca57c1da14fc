"""What the workers of a machine found when they last started: the doctor, which runs elsewhere, reads it here.

A service unit or a container takes from its processes what a shell on the same machine has: namespaces, folders, PATH.
Only a process inside can say what is missing there; where it may not start, this is all that is left of it.
"""

import logging
import platform
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.checks import CheckMessage
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import override

from workers.heartbeat import STALE_AFTER
from workers.models import StartReport, Worker

logger = logging.getLogger("workers")

MACHINE = ("ingest.",)  # checks of programs and of the walls of parsers; settings are the same in every process
LANGUAGES = [code for code, _name in settings.LANGUAGES]
VALID = timedelta(minutes=10)  # without a live worker: a service that cannot start tries again every few seconds


def this_host() -> str:
    """Return the name under which this machine reports."""
    return platform.node()[:100]


def record(found: Sequence[CheckMessage]) -> None:
    """Store what this start found about the machine; a database that does not answer is no reason not to start."""
    problems = [
        {
            "id": issue.id,
            "is_serious": issue.is_serious(),
            "texts": {code: _texts(issue, code) for code in LANGUAGES},
        }
        for issue in found
        if str(issue.id).startswith(MACHINE)
    ]
    try:
        with transaction.atomic():
            StartReport.objects.update_or_create(
                host=this_host(), defaults={"at": timezone.now(), "problems": problems}
            )
    except DatabaseError as error:
        logger.warning("the report of the start was not stored: %s", error)


def current(now: datetime) -> list[StartReport]:
    """Return the reports of machines with a live worker, and of those whose workers have just tried to start."""
    alive = set(Worker.objects.filter(heartbeat_at__gte=now - STALE_AFTER).values_list("host", flat=True))
    return [
        report for report in StartReport.objects.order_by("host") if report.host in alive or report.at > now - VALID
    ]


def _texts(issue: CheckMessage, language: str) -> list[str]:
    with override(language):
        return [str(issue.msg), str(issue.hint or "")]
