"""The doorbell of the post: the letters themselves stand in rows."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from workshop import bells, letters, presence, stopping

MAIL = "mail"
BELL = "workshop.bell"
PATIENCE = 60  # seconds between two bells of the sweep: a worker that is away finds one, not thousands


@task(queue_name=MAIL, backend=bells.WORKERS)
def post_letters() -> None:
    """Post what waits; a bell that finds nothing is cheap."""
    with stopping.heeded(), presence.doing(MAIL):
        for letter in letters.due(timezone.now()):
            if stopping.asked():
                return  # the sweep rings for what is left
            letters.post(letter, timezone.now())


def ring() -> None:
    """Ask the workers of mail to look, once what is being written is committed."""
    transaction.on_commit(lambda: bells.ring(post_letters) and None)


def sweep(now: datetime) -> None:
    """Ring for letters that nobody posts: their bell was lost, or their worker, or their time has come again."""
    if letters.due(now):
        bells.ring_once(post_letters, BELL, seconds=PATIENCE)
    letters.forget(now)
