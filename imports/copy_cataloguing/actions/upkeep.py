"""What the sweeper does for copy cataloguing: notify workers again, delete lists that nobody has touched for long."""

from datetime import datetime, timedelta

from imports.copy_cataloguing.events import books_waiting
from imports.copy_cataloguing.models import ScanList, ScannedBook

RETENTION = timedelta(days=90)


def notify_waiting(now: datetime) -> None:
    """Notify workers of books that wait and that no worker has claimed."""
    waiting = ScannedBook.objects.filter(state=ScannedBook.State.WAITING).exclude(claimed_until__gt=now)
    for key in waiting.values_list("scan_list", flat=True).distinct():
        books_waiting.send(None, scan_list=key)


def delete_old(now: datetime) -> None:
    """Delete lists that nobody has changed for RETENTION; the records that were taken stay."""
    ScanList.objects.filter(changed_at__lt=now - RETENTION).delete()
