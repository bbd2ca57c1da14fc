"""The app of acts over many records."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesetsConfig(AppConfig):
    """Acts over many records, with progress and undo."""

    name = "changesets"
    verbose_name = _("Change sets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wake a worker for an act that waits, and take part in each round of maintenance."""
        from changesets import kinds
        from changesets.edits import carrying_out
        from changesets.events import change_set_waiting
        from workers.events import periodic_maintenance

        kinds.register(carrying_out.KIND, carrying_out.step)
        change_set_waiting.connect(_notify, dispatch_uid="changesets")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="changesets")


def _notify(*, change_set: int, **_kwargs: Any) -> None:
    from changesets import tasks
    from workers import wakeups

    wakeups.notify(tasks.advance_change_set, change_set)


def _run_maintenance(*, now: datetime, **_kwargs: Any) -> None:
    from changesets.actions import upkeep

    upkeep.notify_waiting(now)
