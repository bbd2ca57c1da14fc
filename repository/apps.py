"""The repository app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepositoryConfig(AppConfig):
    """The catalogue and its files."""

    name = "repository"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Join each round of maintenance."""
        from workers.events import periodic_maintenance

        periodic_maintenance.connect(_run_maintenance, dispatch_uid="repository")


def _run_maintenance(*, now: Any, **_kwargs: Any) -> None:
    from repository import preservation

    preservation.write_records(now)
    preservation.mark_unreferenced(now)
    preservation.delete_unreferenced(now)
