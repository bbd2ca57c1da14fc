"""`manage.py worker --queue pages`: one worker of some queues, wherever TASKS_URL keeps them."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workers import checks, database_worker, heartbeat, priority
from workers.events import worker_starting
from workers.reconnect import retry_on_outage


class Command(BaseCommand):
    """Hands over to the worker of the queue in the database, or to that of Redis."""

    help = "Work on the tasks of one or more queues until told to stop."
    requires_system_checks = (checks.TAG,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which queues, and until when."""
        parser.add_argument("--queue", default=",".join(settings.QUEUES), help="one, or several with commas")
        parser.add_argument("--until-empty", action="store_true", help="end when nothing waits any more")
        parser.add_argument("--interval", type=float, default=1, help="seconds between two looks where nobody knocks")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        queues = options["queue"].split(",")
        unknown = [name for name in queues if name not in settings.QUEUES]
        if unknown:
            sentence = _("There is no queue “%(name)s”. There are: %(names)s.")
            raise CommandError(sentence % {"name": unknown[0], "names": ", ".join(settings.QUEUES)})
        priority.lower_priority_for(queues)
        worker_starting.send(sender=type(self), queues=queues, until_empty=options["until_empty"])
        work = _run_redis_worker if settings.TASKS_URL else _run_database_worker
        how = {name: options[name] for name in ("until_empty", "interval", "verbosity")}
        retry_on_outage(partial(_run_with_heartbeat, work, queues, how))


def _run_with_heartbeat(work: Callable[..., None], queues: list[str], how: dict[str, Any]) -> None:
    with heartbeat.heartbeat(",".join(queues)):
        work(queues, **how)


def _run_database_worker(queues: list[str], *, until_empty: bool, interval: float, verbosity: int) -> None:
    logging.getLogger("django_tasks_db").setLevel(
        logging.INFO if verbosity > 1 else logging.WARNING if verbosity else logging.CRITICAL
    )
    database_worker.run(queues, until_empty=until_empty, seconds=interval)


def _run_redis_worker(queues: list[str], *, until_empty: bool, interval: float, verbosity: int) -> None:
    """Redis tells of a task at once: no interval."""
    from workers import redis_worker  # it can be loaded only where TASKS_URL is set

    redis_worker.run(queues, until_empty=until_empty, verbosity=verbosity)
