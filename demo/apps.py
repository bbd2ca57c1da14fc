"""The app of the demo: it has a command and no models."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Makes `manage.py demo` known."""

    name = "demo"
