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
        """Take a turn in every sweep."""
        from repository.events import sweep

        sweep.connect(_sweep, dispatch_uid="repository")


def _sweep(*, now: Any, **_kwargs: Any) -> None:
    from repository import keeping

    keeping.keep_descriptions(now)
    keeping.mark_unused(now)
    keeping.remove_unused(now)
