"""The imports app."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from access.viewer import Viewer
    from changesets.models import ChangeSet


class ImportsConfig(AppConfig):
    """Records from elsewhere on their way into the catalogue."""

    name = "imports"
    verbose_name = _("Imports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wake a worker for a batch that waits, take part in maintenance, and say how a batch is committed."""
        from changesets import kinds
        from imports.events import batch_waiting
        from workers.events import periodic_maintenance

        batch_waiting.connect(_notify, dispatch_uid="imports")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="imports")
        kinds.register("import", _import_next)


def _notify(*, batch: int, **_kwargs: Any) -> None:
    from imports import tasks
    from workers import wakeups

    wakeups.notify(tasks.load_batch, batch)


def _run_maintenance(*, now: datetime, **_kwargs: Any) -> None:
    from django.core.cache import cache

    from imports.actions import upkeep

    upkeep.notify_waiting(now)
    upkeep.delete_old(now)
    if cache.add("imports.cleanup", value=True, timeout=3600):  # it lists objects of the store
        upkeep.delete_files(now)


def _import_next(change_set: "ChangeSet", by: "Viewer") -> bool:
    from imports.actions import committing  # the readers and what they need are loaded when they are used

    return committing.step(change_set, by)
