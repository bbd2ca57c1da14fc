"""The task of the queue `mail`, and what enqueues it; the messages themselves are rows (workers/outbox.py)."""

from datetime import datetime

from django.db import transaction
from django_tasks import task

from workers import outbox, wakeups

DEBOUNCE_KEY = "workers.mail-wakeup"
DEBOUNCE_SECONDS = 60  # between two wake-ups by the sweeper: a queue without a worker gets one, not thousands


@task(queue_name=outbox.QUEUE, backend=wakeups.TASK_BACKEND)
def send_outbox() -> None:
    """Send the messages that are due."""
    outbox.send_due()


def notify() -> None:
    """Wake the workers of mail when the open transaction commits."""
    transaction.on_commit(lambda: wakeups.notify(send_outbox) and None)


def notify_of_due(now: datetime) -> None:
    """Wake the workers of mail for messages that none sends: a wake-up or a worker was lost, or a retry is due."""
    if outbox.due(now).exists():
        wakeups.notify_once(send_outbox, DEBOUNCE_KEY, seconds=DEBOUNCE_SECONDS)
