"""The circulation app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirculationConfig(AppConfig):
    """Who has what."""

    name = "circulation"
    verbose_name = _("Circulation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take a turn in every sweep, and hear what is withdrawn."""
        from repository.events import resource_changed, sweep

        sweep.connect(_sweep, dispatch_uid="circulation")
        resource_changed.connect(_close_withdrawn, dispatch_uid="circulation")


def _sweep(*, now: Any, **_kwargs: Any) -> None:
    from circulation import actions

    actions.expire_due(now=now)
    actions.recount(now=now)


def _close_withdrawn(*, resource: int, **_kwargs: Any) -> None:
    from circulation import actions

    actions.end_withdrawn(resource)
