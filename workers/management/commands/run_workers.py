"""`manage.py crew`: all workers of one machine and the sweeper, as children of one process."""

import gc
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.module_loading import autodiscover_modules

from config import checks
from ingest import checks as readers
from operations.health.startup import exit_unless_ready
from workers.management.commands.sweeper import Command as Sweeper
from workers.management.commands.worker import Command as Worker
from workers.supervisor import Supervisor, WorkerSlot, fork_worker

# Loaded where they are first needed: that moment would come in every child.
PRELOAD = (
    "circulation.actions",
    "ingest.pipeline.batches",
    "ingest.pipeline.pipeline",
    "ingest.pipeline.waiting",
    "repository.preservation",
    "tantivy",
)
QUEUES = {"media": "media", "index": "index", "default": "default,mail"}


class Command(BaseCommand):
    """Looks whether all is well, in a process of its own; loads the product once; then is there for its children."""

    help = "Work on the tasks of all queues, and sweep, until told to stop: what a single machine needs."
    requires_system_checks = ()  # a reader that is asked for leaves open what no child may share: see `_look`

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many readers of pages, and how often the sweeper looks."""
        parser.add_argument("--readers", type=int, default=0, help="of pages; 0: one for each processor")
        parser.add_argument("--every", type=float, default=10, help="seconds between two sweeps")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        looked = os.waitstatus_to_exitcode(os.waitpid(fork_worker(self._look, name="looks"), 0)[1])
        if looked:
            sys.exit(looked)
        autodiscover_modules("tasks")
        for module in PRELOAD:
            import_module(module)
        connections.close_all()
        gc.collect()
        gc.freeze()
        Supervisor(worker_slots(options["readers"], every=options["every"], verbosity=options["verbosity"])).serve()

    def _look(self) -> None:
        exit_unless_ready()
        try:
            self.check(tags=[checks.TAG, readers.TAG])
        except CommandError as wrong:
            self.stderr.write(str(wrong))
            sys.exit(wrong.returncode)


def worker_slots(readers: int, *, every: float, verbosity: int = 1) -> list[WorkerSlot]:
    """What is to be done on one machine."""

    def worker(queues: str) -> Callable[[], object]:
        return partial(call_command, Worker(), queue=queues, verbosity=verbosity)

    count = readers or os.cpu_count() or 1
    found = [WorkerSlot(f"pages {number}", worker("pages")) for number in range(1, count + 1)]
    found += [WorkerSlot(name, worker(queues)) for name, queues in QUEUES.items()]
    return [*found, WorkerSlot("sweeper", partial(call_command, Sweeper(), every=every))]
