"""The ingest app."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    """Digitisation of uploads."""

    name = "ingest"
    verbose_name = _("Digitisation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks, and connect to the signals of work, of workers and of the sweeper."""
        from ingest import checks  # noqa: F401  registers itself
        from ingest.events import work_waiting
        from workers.events import periodic_maintenance, worker_starting

        work_waiting.connect(_enqueue, dispatch_uid="ingest")
        worker_starting.connect(_preload_parsers, dispatch_uid="ingest")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="ingest")


def _enqueue(*, work: Any, queue: str, **_kwargs: Any) -> None:
    from ingest import tasks

    tasks.enqueue(work, queue)


def _run_maintenance(*, now: datetime, **_kwargs: Any) -> None:
    from ingest import tasks
    from ingest.pipeline import page_sizes, scheduling, small_covers, spool
    from ingest.uploads.actions import cleanup

    scheduling.notify_waiting(now)
    if page_sizes.waiting().exists() or small_covers.waiting().exists():
        tasks.enqueue_page_sizes()
    spool.delete_unused()
    cleanup.complete_and_clean(now)


def _preload_parsers(*, queues: list[str], until_empty: bool, **_kwargs: Any) -> None:
    """Load the OCR models before the first page arrives, in a process that works on pages only."""
    from ingest.parsers import parser_pool
    from ingest.states import UploadQueue

    if queues == [UploadQueue.PAGES] and not until_empty:
        parser_pool.preload()
