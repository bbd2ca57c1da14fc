"""The roster app."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RosterConfig(AppConfig):
    """Lists of pupils and staff, classes and school years."""

    name = "roster"
    verbose_name = _("Classes and lists")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wake a worker for a list that waits, and take part in each round of maintenance."""
        from roster.events import list_waiting
        from workers.events import periodic_maintenance

        list_waiting.connect(_notify, dispatch_uid="roster")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="roster")


def _notify(*, list_import: int, **_kwargs: Any) -> None:
    from roster import tasks
    from workers import wakeups

    wakeups.notify(tasks.advance_list, list_import)


def _run_maintenance(*, now: datetime, **_kwargs: Any) -> None:
    from roster.actions import upkeep

    upkeep.notify_waiting(now)
    upkeep.delete_old(now)
