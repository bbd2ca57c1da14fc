"""The imports app."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Records from elsewhere on their way into the catalogue."""

    name = "imports"
    verbose_name = _("Imports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wake a worker for a batch that waits, take part in maintenance, and say how a batch is committed."""
        from changesets import kinds
        from imports.actions import committing
        from imports.events import batch_waiting
        from workers.events import periodic_maintenance

        batch_waiting.connect(_notify, dispatch_uid="imports")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="imports")
        kinds.register(committing.KIND, committing.step)


def _notify(*, batch: int, **_kwargs: Any) -> None:
    from imports import tasks
    from workers import wakeups

    wakeups.notify(tasks.load_batch, batch)


def _run_maintenance(*, now: datetime, **_kwargs: Any) -> None:
    from imports.actions import upkeep

    upkeep.notify_waiting(now)
    upkeep.delete_old(now)
    upkeep.delete_files(now)
