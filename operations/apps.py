"""The operations app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """Health, metrics, logs, probes and rate limits of one installation."""

    name = "operations"
    verbose_name = _("Operations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Run the checks before workers start; delete old counters, sessions and submissions at each maintenance."""
        from workers.events import periodic_maintenance, workers_starting

        workers_starting.connect(_exit_unless_ready, dispatch_uid="operations")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="operations")


def _run_maintenance(*, now: Any, **_kwargs: Any) -> None:
    from accounts import rate_counter
    from operations import sessions, submit_once

    rate_counter.delete_expired(now)
    sessions.delete_expired(now)
    submit_once.delete_old(now)


def _exit_unless_ready(**_kwargs: Any) -> None:
    from operations.health.startup import exit_unless_ready

    exit_unless_ready()
