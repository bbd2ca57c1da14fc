"""The copy_cataloguing app: part of imports, with tables of its own."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CopyCataloguingConfig(AppConfig):
    """Records by ISBN from other catalogues."""

    name = "imports.copy_cataloguing"
    label = "copy_cataloguing"
    verbose_name = _("Copy cataloguing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wake a worker for ISBNs that wait, take part in maintenance, and register the taking of many records."""
        from changesets import kinds
        from imports.copy_cataloguing.actions import taking
        from imports.copy_cataloguing.events import books_waiting
        from workers.events import periodic_maintenance

        books_waiting.connect(_notify, dispatch_uid="copy_cataloguing")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="copy_cataloguing")
        kinds.register(taking.KIND, taking.step)


def _notify(*, scan_list: int, **_kwargs: Any) -> None:
    from imports.copy_cataloguing import tasks
    from workers import wakeups

    wakeups.notify(tasks.look_up, scan_list)


def _run_maintenance(*, now: datetime, **_kwargs: Any) -> None:
    from imports.copy_cataloguing.actions import upkeep

    upkeep.notify_waiting(now)
    upkeep.delete_old(now)
