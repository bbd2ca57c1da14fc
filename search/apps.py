"""The search app; it listens for changes of the catalogue."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Find resources, pages, seconds."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Be rung by changes, and by the sweep for those whose bell was lost, or for a lost index."""
        from repository.events import resource_changed, sweep

        resource_changed.connect(_changed, dispatch_uid="search.changed")
        sweep.connect(_swept, dispatch_uid="search.swept")


def _changed(**_: Any) -> None:
    from search.tasks import ring

    ring()


def _swept(*, now: datetime, **_: Any) -> None:
    from search.indexing import due, is_lost
    from search.tasks import ring

    if due(now).exists() or is_lost():
        ring()
