"""The search app, which listens for changes of the catalogue."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search for resources, pages and moments of recordings."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Notify the indexer of changes; on periodic maintenance, of pending changes and of a missing index."""
        from repository.events import resource_changed
        from workers.events import periodic_maintenance

        resource_changed.connect(_changed, dispatch_uid="search.changed")
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="search.maintenance")


def _changed(**_: Any) -> None:
    from search.tasks import notify

    notify()


def _run_maintenance(*, now: datetime, **_: Any) -> None:
    from search.tasks import notify_of_due

    notify_of_due(now)
