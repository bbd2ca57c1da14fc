"""What the sweeper does for acts over many records: notify workers again."""

from datetime import datetime, timedelta

from changesets.events import change_set_waiting
from changesets.models import ChangeSet

NOTIFY_AFTER = timedelta(seconds=30)


def notify_waiting(now: datetime) -> None:
    """Notify workers of acts that no worker has touched for a while."""
    waiting = ChangeSet.objects.filter(state__in=ChangeSet.WORKING, touched_at__lt=now - NOTIFY_AFTER)
    keys = list(waiting.values_list("pk", flat=True))
    ChangeSet.objects.filter(pk__in=keys).update(touched_at=now)  # not again at the next round
    for key in keys:
        change_set_waiting.send(None, change_set=key)
