"""The workshop app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopConfig(AppConfig):
    """Workers, their presence and their post."""

    name = "workshop"
    verbose_name = _("Workshop")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take a turn in every sweep."""
        from repository.events import periodic_maintenance

        periodic_maintenance.connect(_run_maintenance, dispatch_uid="workshop")


def _run_maintenance(*, sender: Any, now: Any, **_kwargs: Any) -> None:
    from workshop import bells, presence, tasks

    if sender is not None:  # the sweeper itself, which is on the board as workers are
        presence.heartbeat_until_exit("sweeper")
    presence.delete_stale(now)
    bells.delete_finished(now)
    tasks.run_maintenance(now)
