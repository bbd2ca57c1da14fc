"""The config app, by which Django finds the system checks and template tags."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the system checks of the settings."""

    name = "config"

    def ready(self) -> None:
        """Register the checks."""
        from config import checks  # noqa: F401
