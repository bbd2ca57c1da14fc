"""The settings as an app: its checks are found, and old counts of the limits are swept away."""

from typing import Any

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the checks of the settings."""

    name = "config"

    def ready(self) -> None:
        """Register the checks, and take a turn in every sweep."""
        from config import checks  # noqa: F401
        from repository.events import periodic_maintenance

        periodic_maintenance.connect(_run_maintenance, dispatch_uid="config")


def _run_maintenance(*, now: Any, **_kwargs: Any) -> None:
    from accounts import tally

    tally.delete_expired(now)
