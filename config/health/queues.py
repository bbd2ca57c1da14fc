"""The queues: how much waits, for how long, and whether anybody is there who works on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.health.finding import Finding, Level, Sentence
from ingest import load as digitisation
from search import load as index
from workshop import load as post
from workshop import presence
from workshop.models import Worker

LONG = timedelta(minutes=10)  # what waits longer while nobody is there is a fault; while somebody is, a long queue
SWEEPER = "sweeper"


@dataclass(frozen=True)
class Queue:
    """One queue now. `oldest`: since when the first one waits; `worked`: when one of its workers was last heard of."""

    name: str
    waiting: int = 0
    oldest: datetime | None = None
    worked: datetime | None = None

    def age(self, now: datetime) -> float:
        """Seconds that the first one has waited; 0 where nothing waits."""
        return max((now - self.oldest).total_seconds(), 0.0) if self.waiting and self.oldest else 0.0

    def is_silent(self, now: datetime) -> bool:
        """Something has waited for long, and no worker is there: long alone is only busy."""
        quiet = self.worked is None or now - self.worked > presence.SILENT
        return quiet and timedelta(seconds=self.age(now)) > LONG


def queues(now: datetime) -> list[Queue]:
    """All queues: what waits by the rows of each app, who is there by the board of workers."""
    seen = last_seen()
    loads = [*digitisation.loads(now), index.load(now), post.mail(now)]
    return [Queue(load.queue, load.waiting, load.oldest, seen.get(load.queue)) for load in loads]


def last_seen() -> dict[str, datetime]:
    """When a worker of each queue, or the sweeper, was last heard of."""
    seen: dict[str, datetime] = {}
    for names, at in Worker.objects.order_by("seen_at").values_list("queues", "seen_at"):
        seen |= dict.fromkeys(names.split(","), at)
    return seen


def workers() -> Iterator[Finding]:
    """Each queue in which something waits has somebody who works on it; where anybody works, the sweeper does, too."""
    now = timezone.now()
    for queue in queues(now):
        if queue.is_silent(now):
            yield Finding(
                "queue_silent",
                Level.ERROR,
                Sentence(
                    _(
                        "No worker processes the queue “%(queue)s”: %(count)d tasks are waiting, one of them for "
                        "%(minutes)d minutes."
                    ),
                    queue=queue.name,
                    count=queue.waiting,
                    minutes=queue.age(now) // 60,
                ),
                Sentence(
                    _("Start its worker (python manage.py worker --queue %(queue)s), or check in its log why it ends."),
                    queue=queue.name,
                ),
                Sentence(_("Nothing is lost: the tasks are done as soon as a worker runs.")),
            )
    heard = {name for name, at in last_seen().items() if now - at <= presence.SILENT}
    if heard and SWEEPER not in heard:
        yield Finding(
            "sweeper_silent",
            Level.WARNING,
            Sentence(_("Workers are running, but not the sweeper: tasks of a lost worker are not resumed.")),
            Sentence(_("Start it: python manage.py sweeper")),
        )
