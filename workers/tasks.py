"""The doorbell of the post: the letters themselves stand in rows."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from workers import heartbeat, outbox, shutdown, wakeups

MAIL = "mail"
DEBOUNCE_KEY = "workshop.bell"
DEBOUNCE_SECONDS = 60  # seconds between two bells of the sweep: a worker that is away finds one, not thousands


@task(queue_name=MAIL, backend=wakeups.TASK_BACKEND)
def send_outbox() -> None:
    """Post what waits; a bell that finds nothing is cheap."""
    with shutdown.handling_signals(), heartbeat.activity(MAIL):
        for letter in outbox.due(timezone.now()):
            if shutdown.requested():
                return  # the sweep rings for what is left
            outbox.send_one(letter, timezone.now())


def notify() -> None:
    """Ask the workers of mail to look, once what is being written is committed."""
    transaction.on_commit(lambda: wakeups.notify(send_outbox) and None)


def run_maintenance(now: datetime) -> None:
    """Ring for letters that nobody posts: their bell was lost, or their worker, or their time has come again."""
    if outbox.due(now):
        wakeups.notify_once(send_outbox, DEBOUNCE_KEY, seconds=DEBOUNCE_SECONDS)
    outbox.purge_failed(now)
