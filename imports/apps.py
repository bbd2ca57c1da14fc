"""The imports app."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from access.viewer import Viewer
    from changesets.models import ChangeSet
    from ingest.models import IncomingFile


class ImportsConfig(AppConfig):
    """Records from elsewhere on their way into the catalogue."""

    name = "imports"
    verbose_name = _("Imports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wake a worker for a batch that waits, take part in maintenance, and say how a batch is committed."""
        from changesets import kinds
        from imports.events import batch_waiting
        from ingest.events import records_announced, records_received
        from workers.events import periodic_maintenance

        batch_waiting.connect(_notify, dispatch_uid="imports")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="imports")
        records_announced.connect(_check_announced, dispatch_uid="imports")
        records_received.connect(_take_received, dispatch_uid="imports")
        kinds.register("import", _import_next)


def _notify(*, batch: int, **_kwargs: Any) -> None:
    from imports import tasks
    from workers import wakeups

    wakeups.notify(tasks.load_batch, batch)


def _check_announced(*, size: int, by: "Viewer", **_kwargs: Any) -> None:
    from imports.actions import receiving

    receiving.require_room(size, limit=receiving.MAX_LARGE_MEGABYTES, by=by)


def _take_received(*, file: "IncomingFile", by: "Viewer", **_kwargs: Any) -> None:
    from imports.actions import receiving

    received = receiving.Received(file.uuid, file.key, file.name.rpartition("/")[2], file.size)
    receiving.take(received, by=by)


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
