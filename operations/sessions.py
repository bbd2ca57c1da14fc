"""Expired sessions: they are rows of the database, which Django never deletes by itself."""

from datetime import datetime

from django.contrib.sessions.models import Session

BATCH = 1000  # rows of one round of maintenance: no request waits long for the lock of SQLite


def delete_expired(now: datetime) -> None:
    """Delete at most BATCH sessions that have expired, the oldest first."""
    expired = Session.objects.filter(expire_date__lt=now).order_by("expire_date")
    keys = list(expired.values_list("pk", flat=True)[:BATCH])
    if keys:
        Session.objects.filter(pk__in=keys).delete()
