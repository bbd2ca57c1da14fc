"""What the sweeper does for acts over many records: notify workers again."""

from datetime import datetime

from changesets.events import change_set_waiting
from changesets.models import ChangeSet
from workers.untouched import take_untouched


def notify_waiting(now: datetime) -> None:
    """Notify workers of acts that no worker has touched for a while."""
    for key in take_untouched(ChangeSet.objects.filter(state__in=ChangeSet.WORKING), now):
        change_set_waiting.send(None, change_set=key)
