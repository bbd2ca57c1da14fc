"""`manage.py run_workers`: all workers of one machine and the sweeper, as children of one process."""

import gc
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.utils.module_loading import autodiscover_modules

from workers.checks import TAG, LongRunningCommand
from workers.events import workers_starting
from workers.management.commands.sweeper import Command as Sweeper
from workers.management.commands.worker import Command as Worker
from workers.supervisor import Supervisor, WorkerSlot, fork_worker

# Modules that a worker imports on first use. Loading them before the fork shares their memory.
PRELOAD = (
    "circulation.licences.actions",
    "ingest.tasks",
    "ingest.uploads.actions.cleanup",
    "repository.preservation",
    "tantivy",
)
QUEUES = {"media": "media", "index": "index", "default": "default,mail"}


class Command(LongRunningCommand):
    """Check the installation in a child process, load the product once, then supervise the workers."""

    help = "Run the workers of all queues and the sweeper until SIGTERM: what a single machine needs."
    requires_system_checks = ()  # run in a child (`_check`): some open what workers must not share

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the number of OCR workers and the interval of the sweeper."""
        parser.add_argument("--ocr-workers", type=int, default=settings.OCR_WORKERS, help="0: one for each processor")
        parser.add_argument("--every", type=float, default=10, help="seconds between two rounds of maintenance")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        code = os.waitstatus_to_exitcode(os.waitpid(fork_worker(self._check, name="checks"), 0)[1])
        if code:
            sys.exit(code)
        autodiscover_modules("tasks")
        for module in PRELOAD:
            import_module(module)
        connections.close_all()
        gc.collect()
        gc.freeze()
        slots = worker_slots(options["ocr_workers"], every=options["every"], verbosity=options["verbosity"])
        Supervisor(slots).serve()

    def _check(self) -> None:
        workers_starting.send(sender=type(self))
        try:
            self.check(tags=[TAG])
        except CommandError as error:  # `check` has logged why
            sys.exit(error.returncode)


def worker_slots(ocr_workers: int, *, every: float, verbosity: int = 1) -> list[WorkerSlot]:
    """Return one slot for each process that a machine needs; `every` is the interval of the sweeper in seconds."""

    def worker(queues: str) -> Callable[[], object]:
        return partial(call_command, Worker(), queue=queues, verbosity=verbosity)

    count = ocr_workers or os.cpu_count() or 1
    slots = [WorkerSlot(f"pages {number}", worker("pages")) for number in range(1, count + 1)]
    slots += [WorkerSlot(name, worker(queues)) for name, queues in QUEUES.items()]
    return [*slots, WorkerSlot("sweeper", partial(call_command, Sweeper(), every=every))]
