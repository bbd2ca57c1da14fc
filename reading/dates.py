"""Days and moments as readers' screens write them: dd/mm/yyyy, and the hour where it matters."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _


def format_date(moment: datetime) -> str:
    """The day at the school: 07/12/2026."""
    return timezone.localtime(moment).strftime("%d/%m/%Y")


def format_time(moment: datetime) -> str:
    """The time of day at the school: 15:20."""
    return timezone.localtime(moment).strftime("%H:%M")


def days_left(due: datetime, now: datetime) -> int:
    """Midnights until then; 0 is today."""
    return (timezone.localtime(due).date() - timezone.localtime(now).date()).days


def due_phrase(moment: datetime, now: datetime) -> str:
    """Until when a loan runs, the nearer the more exactly."""
    left = days_left(moment, now)
    if left <= 0:
        return _("Due today at %(hour)s") % {"hour": format_time(moment)}
    if left == 1:
        return _("Due tomorrow at %(hour)s") % {"hour": format_time(moment)}
    return _("Borrowed until %(day)s") % {"day": format_date(moment)}
