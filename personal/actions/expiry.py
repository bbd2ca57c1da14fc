"""The periodic deletion of what people removed, and of history that nobody has opened for long."""

from datetime import datetime, timedelta

from personal.models import HistoryEntry, ListEntry, ReadingList
from personal.queries import UNDO_PERIOD

HISTORY_PERIOD = timedelta(days=365)  # after the last opening


def delete_expired(*, now: datetime) -> None:
    """Delete removed lists and entries after UNDO_PERIOD, and history after HISTORY_PERIOD."""
    ListEntry.objects.filter(removed_at__lte=now - UNDO_PERIOD).delete()
    ReadingList.objects.filter(removed_at__lte=now - UNDO_PERIOD).delete()
    HistoryEntry.objects.filter(opened_at__lte=now - HISTORY_PERIOD).delete()
