"""The doorbell of the post: the letters themselves stand in rows."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from workshop import bells, letters, presence, stopping

MAIL = "mail"
DEBOUNCE_KEY = "workshop.bell"
DEBOUNCE_SECONDS = 60  # seconds between two bells of the sweep: a worker that is away finds one, not thousands


@task(queue_name=MAIL, backend=bells.TASK_BACKEND)
def send_outbox() -> None:
    """Post what waits; a bell that finds nothing is cheap."""
    with stopping.handling_signals(), presence.activity(MAIL):
        for letter in letters.due(timezone.now()):
            if stopping.requested():
                return  # the sweep rings for what is left
            letters.send_one(letter, timezone.now())


def notify() -> None:
    """Ask the workers of mail to look, once what is being written is committed."""
    transaction.on_commit(lambda: bells.notify(send_outbox) and None)


def run_maintenance(now: datetime) -> None:
    """Ring for letters that nobody posts: their bell was lost, or their worker, or their time has come again."""
    if letters.due(now):
        bells.notify_once(send_outbox, DEBOUNCE_KEY, seconds=DEBOUNCE_SECONDS)
    letters.purge_failed(now)
