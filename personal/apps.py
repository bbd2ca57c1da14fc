"""The personal app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonalConfig(AppConfig):
    """Favourites, lists, bookmarks, reading history and choices of one person."""

    name = "personal"
    verbose_name = _("Personal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the periodic deletion of what people removed or have not opened for long."""
        from workers.events import periodic_maintenance

        periodic_maintenance.connect(_run_maintenance, dispatch_uid="personal")


def _run_maintenance(*, now: Any, **_kwargs: Any) -> None:
    from personal import actions

    actions.delete_expired(now=now)
