"""The authority_files app: part of imports, with tables of its own."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from access.viewer import Viewer
    from changesets.models import ChangeSet


class AuthorityFilesConfig(AppConfig):
    """Authorities from files."""

    name = "imports.authority_files"
    label = "authority_files"
    verbose_name = _("Files of authorities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wake a worker for a file that waits, take part in maintenance, and say how a file is imported and undone."""
        from changesets import kinds
        from imports.authority_files.events import file_waiting
        from workers.events import periodic_maintenance

        file_waiting.connect(_notify, dispatch_uid="authority_files")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="authority_files")
        kinds.register("authority_file", _import_next, undo=_undo_next)


def _notify(*, file: int, **_kwargs: Any) -> None:
    from imports.authority_files import tasks
    from workers import wakeups

    wakeups.notify(tasks.read_file, file)


def _run_maintenance(*, now: datetime, **_kwargs: Any) -> None:
    from imports.authority_files.actions import upkeep

    upkeep.notify_waiting(now)
    upkeep.delete_old(now)


def _import_next(change_set: "ChangeSet", by: "Viewer") -> bool:
    from imports.authority_files.actions import importing

    return importing.step(change_set, by)


def _undo_next(change_set: "ChangeSet", by: "Viewer") -> bool:
    from imports.authority_files.actions import undoing

    return undoing.step(change_set, by)
