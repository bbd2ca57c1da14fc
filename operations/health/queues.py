"""Checks of the queues: how much is waiting, for how long, and whether a worker is alive."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ingest.pipeline import queue_stats as digitisation
from operations.health.checks import Issue, LazyMessage, Level
from search import queue_stats as index
from workers import heartbeat, start_reports
from workers import queue_stats as mail
from workers.models import Worker
from workers.queue_stats import QueueStats

MAX_WAIT = timedelta(minutes=10)  # a longer wait is an error without a live worker, and only a long queue with one
SWEEPER = "sweeper"


def all_queues(now: datetime) -> list[QueueStats]:
    """Return the state of every queue, from the rows of each app."""
    return [*digitisation.queue_stats(now), index.queue_stats(now), mail.outbox_stats(now)]


def is_unattended(queue: QueueStats, last_heartbeat: datetime | None, now: datetime) -> bool:
    """Return whether a job has waited for long and no worker is alive; `last_heartbeat` is of any of its workers."""
    no_worker = last_heartbeat is None or now - last_heartbeat > heartbeat.STALE_AFTER
    return no_worker and timedelta(seconds=queue.age(now)) > MAX_WAIT


def last_seen() -> dict[str, datetime]:
    """Return the last heartbeat for each queue, and for the sweeper."""
    seen: dict[str, datetime] = {}
    for queues, timestamp in Worker.objects.order_by("heartbeat_at").values_list("queues", "heartbeat_at"):
        seen |= dict.fromkeys(queues.split(","), timestamp)
    return seen


def workers_alive() -> Iterator[Issue]:
    """Check that each queue with waiting jobs has a live worker, and that the sweeper runs where workers run."""
    now = timezone.now()
    seen = last_seen()
    for queue in all_queues(now):
        if is_unattended(queue, seen.get(queue.queue), now):
            yield Issue(
                "queue_silent",
                Level.ERROR,
                LazyMessage(
                    _(
                        "No worker processes the queue “%(queue)s”: %(count)d tasks are waiting, one of them for "
                        "%(minutes)d minutes."
                    ),
                    queue=queue.queue,
                    count=queue.waiting,
                    minutes=queue.age(now) // 60,
                ),
                LazyMessage(
                    _("Start its worker (python manage.py worker --queue %(queue)s), or check in its log why it ends."),
                    queue=queue.queue,
                ),
                LazyMessage(_("Nothing is lost: the tasks are done as soon as a worker runs.")),
            )
    alive = {name for name, timestamp in seen.items() if now - timestamp <= heartbeat.STALE_AFTER}
    if alive and SWEEPER not in alive:
        yield Issue(
            "sweeper_silent",
            Level.WARNING,
            LazyMessage(_("Workers are running, but not the sweeper: tasks of a lost worker are not resumed.")),
            LazyMessage(_("Start it: python manage.py sweeper")),
        )


def starts_are_sound() -> Iterator[Issue]:
    """Report what the workers of each machine found when they last started, such as a missing wall of parsers."""
    for report in start_reports.current(timezone.now()):
        for problem in report.problems:
            yield Issue(
                problem["id"],
                Level.ERROR if problem["is_serious"] else Level.WARNING,
                LazyMessage(_("Workers on %(host)s: %(problem)s"), host=report.host, problem=_Stored(problem, 0)),
                LazyMessage("%(hint)s", hint=_Stored(problem, 1)),
            )


class _Stored:
    """A stored text in the language of the moment in which it is shown: the message (0) or the hint (1)."""

    def __init__(self, problem: dict[str, Any], place: int) -> None:
        self._texts, self._place = problem["texts"], place

    def __str__(self) -> str:
        return str(self._texts.get(get_language(), self._texts["en"])[self._place])


def one_key() -> Iterator[Issue]:
    """Check that every live worker, on any machine, has the SECRET_KEY of this process."""
    alive = Worker.objects.filter(heartbeat_at__gte=timezone.now() - heartbeat.STALE_AFTER).exclude(key_digest="")
    others = alive.exclude(key_digest=heartbeat.key_digest()).order_by("host").values_list("host", flat=True)
    hosts = ", ".join(dict.fromkeys(others))
    if hosts:
        yield Issue(
            "secret_differs",
            Level.ERROR,
            LazyMessage(
                _("SECRET_KEY is not the same here and for the workers on %(hosts)s: people are signed out."),
                hosts=hosts,
            ),
            LazyMessage(
                _(
                    "Set the same SECRET_KEY on every machine, and restart all processes. Run this command with the "
                    "settings of the service."
                )
            ),
        )
