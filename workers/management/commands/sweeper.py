"""`manage.py sweeper`: every few seconds asks each app to ring again for work that nobody is doing."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from workers import checks
from workers.events import periodic_maintenance

logger = logging.getLogger("workers.sweeper")


class Command(BaseCommand):
    """Sweeps until it is told to stop; one app's failure keeps no other from its turn."""

    help = "Ring again for expired leases, unindexed changes, loans that ran out, blobs that nobody uses."
    requires_system_checks = (checks.TAG,)

    def add_arguments(self, parser: CommandParser) -> None:
        """How often; or once, for cron."""
        parser.add_argument("--every", type=float, default=10, help="seconds between two sweeps")
        parser.add_argument("--once", action="store_true", help="sweep once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, wait, sweep; SIGTERM and SIGINT end the waiting at once."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            run_once()
            if options["once"]:
                return
            stop.wait(options["every"])


def run_once() -> None:
    """One sweep through all apps."""
    for receiver, outcome in periodic_maintenance.send_robust(sender=Command, now=timezone.now()):
        if isinstance(outcome, Exception):
            logger.error("sweep %s failed", receiver, exc_info=outcome)
    close_old_connections()
