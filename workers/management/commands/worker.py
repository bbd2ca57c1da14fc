"""`manage.py worker --queue pages`: one worker of some queues, in the database or in Redis (TASKS_URL)."""

import logging
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from workers import database_worker, heartbeat, priority
from workers.checks import LongRunningCommand
from workers.events import worker_starting
from workers.reconnect import retry_on_outage


class Command(LongRunningCommand):
    """Run the worker of the database queue, or that of Redis."""

    help = "Work on the tasks of one or more queues until SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the queues, and when to look and to end."""
        parser.add_argument("--queue", default=",".join(settings.QUEUES), help="one queue, or several with commas")
        parser.add_argument("--until-empty", action="store_true", help="end when no task is waiting")
        parser.add_argument(
            "--interval", type=float, default=30, help="seconds between two looks at the database without a wake-up"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Lower the priority, let apps preload, then work; reconnect after an outage of database or Redis."""
        queues = options["queue"].split(",")
        unknown = [name for name in queues if name not in settings.QUEUES]
        if unknown:
            sentence = _("There is no queue “%(name)s”. There are: %(names)s.")
            raise CommandError(sentence % {"name": unknown[0], "names": ", ".join(settings.QUEUES)})
        priority.lower_priority_for(queues)
        worker_starting.send(sender=type(self), queues=queues, until_empty=options["until_empty"])
        retry_on_outage(partial(_run, queues, options))


def _run(queues: list[str], options: dict[str, Any]) -> None:
    with heartbeat.heartbeat(",".join(queues)):
        if settings.TASKS_URL:
            _run_redis_worker(queues, options)
        else:
            _run_database_worker(queues, options)


def _run_database_worker(queues: list[str], options: dict[str, Any]) -> None:
    levels = {0: logging.CRITICAL, 1: logging.WARNING}
    logging.getLogger("django_tasks_db").setLevel(levels.get(options["verbosity"], logging.INFO))
    database_worker.run(queues, until_empty=options["until_empty"], interval=options["interval"])


def _run_redis_worker(queues: list[str], options: dict[str, Any]) -> None:
    from workers import redis_worker  # loads only where TASKS_URL is set

    redis_worker.run(queues, until_empty=options["until_empty"], verbosity=options["verbosity"])
