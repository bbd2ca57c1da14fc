"""The ingest app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    """Uploads on their way into the catalogue."""

    name = "ingest"
    verbose_name = _("Digitisation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take a turn in every sweep."""
        from ingest import checks  # noqa: F401  registers itself
        from repository.events import periodic_maintenance

        periodic_maintenance.connect(_run_maintenance, dispatch_uid="ingest")


def _run_maintenance(*, now: Any, **_kwargs: Any) -> None:
    from ingest import cleanup

    cleanup.notify_waiting(now)
