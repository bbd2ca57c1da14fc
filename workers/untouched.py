"""Work whose rows say when a worker last touched it: find what the sweeper must notify workers of again.

A model with such rows has a column `touched_at`.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

NOTIFY_AFTER = timedelta(seconds=30)


def take_untouched(working: QuerySet[Any], now: datetime) -> list[int]:
    """Return the keys of rows that no worker has touched for a while, and touch them: not again at the next round."""
    keys = list(working.filter(touched_at__lt=now - NOTIFY_AFTER).values_list("pk", flat=True))
    working.model._default_manager.filter(pk__in=keys).update(touched_at=now)
    return keys
