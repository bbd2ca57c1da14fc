"""The workers app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkersConfig(AppConfig):
    """Background processes: their heartbeat, their wake-ups and the mail outbox."""

    name = "workers"
    verbose_name = _("Workers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Join each round of maintenance."""
        from workers.events import periodic_maintenance

        periodic_maintenance.connect(_run_maintenance, dispatch_uid="workers")


def _run_maintenance(*, sender: Any, now: Any, **_kwargs: Any) -> None:
    from workers import heartbeat, tasks, wakeups

    if sender is not None:  # the sweeper itself: it shows on the page of workers as they do
        heartbeat.heartbeat_until_exit("sweeper")
    heartbeat.delete_stale(now)
    wakeups.delete_finished(now)
    tasks.run_maintenance(now)
