"""The config app, by which Django finds the system checks and template tags."""

from django.apps import AppConfig
from django.urls.converters import IntConverter


class ConfigConfig(AppConfig):
    """Registers the system checks of the settings."""

    name = "config"

    def ready(self) -> None:
        """Register the checks; give numbers in addresses the length that a database can look up.

        Django takes numbers of any length, and converts thousands of digits only to raise an error.
        """
        from config import checks  # noqa: F401

        IntConverter.regex = "[0-9]{1,18}"
