"""`manage.py sweeper`: every few seconds have each app notify workers of work that none does, and clean up."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import CommandParser
from django.db import close_old_connections
from django.utils import timezone

from workers.checks import LongRunningCommand
from workers.events import periodic_maintenance

logger = logging.getLogger("workers.sweeper")


class Command(LongRunningCommand):
    """Send `periodic_maintenance` again and again; an app that fails does not stop the others."""

    help = "Notify workers of expired leases and unindexed changes; end loans that are due; delete unused blobs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the interval; `--once` is for cron."""
        parser.add_argument("--every", type=float, default=10, help="seconds between two rounds of maintenance")
        parser.add_argument("--once", action="store_true", help="run one round and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run rounds of maintenance until SIGTERM or SIGINT, which end the wait between two rounds at once."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            run_once()
            if options["once"]:
                return
            stop.wait(options["every"])


def run_once() -> None:
    """Run one round of maintenance in all apps; log the failures."""
    for receiver, result in periodic_maintenance.send_robust(sender=Command, now=timezone.now()):
        if isinstance(result, Exception):
            logger.error("maintenance by %s failed", receiver, exc_info=result)
    close_old_connections()
