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
        from workers.events import periodic_maintenance, worker_starting

        worker_starting.connect(_preload_parsers, dispatch_uid="ingest")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="ingest")


def _run_maintenance(*, now: Any, **_kwargs: Any) -> None:
    from ingest import cleanup

    cleanup.notify_waiting(now)


def _preload_parsers(*, queues: list[str], until_empty: bool, **_kwargs: Any) -> None:
    """Load the OCR models before the first page comes, in a process that reads pages alone."""
    from ingest.parsers import parser_pool

    if queues == ["pages"] and not until_empty:
        parser_pool.preload()
