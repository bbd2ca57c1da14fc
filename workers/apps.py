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
        """Take part in each round of maintenance."""
        from workers.events import periodic_maintenance

        periodic_maintenance.connect(_run_maintenance, dispatch_uid="workers")


def _run_maintenance(*, sender: Any, now: Any, **_kwargs: Any) -> None:
    from workers import heartbeat, outbox, tasks, wakeups

    if sender is not None:  # the sweeper itself: the page of workers shows it too
        heartbeat.heartbeat_until_exit("sweeper")
    heartbeat.delete_stale(now)
    wakeups.delete_finished(now)
    tasks.notify_of_due(now)
    outbox.purge_failed(now)
