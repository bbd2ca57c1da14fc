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
        """Take part in each round of maintenance."""
        from workers.events import periodic_maintenance

        periodic_maintenance.connect(_run_maintenance, dispatch_uid="roster")


def _run_maintenance(*, now: datetime, **_kwargs: Any) -> None:
    from roster.actions import upkeep

    upkeep.notify_waiting(now)
    upkeep.delete_old(now)
