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
        """Delete expired counters in each round of maintenance."""
        from repository.events import periodic_maintenance

        periodic_maintenance.connect(_run_maintenance, dispatch_uid="operations")


def _run_maintenance(*, now: Any, **_kwargs: Any) -> None:
    from accounts import rate_counter

    rate_counter.delete_expired(now)
