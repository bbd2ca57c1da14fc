"""The workshop app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopConfig(AppConfig):
    """Workers, their presence and their post."""

    name = "workshop"
    verbose_name = _("Workers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take a turn in every sweep."""
        from repository.events import sweep

        sweep.connect(_sweep, dispatch_uid="workshop")


def _sweep(*, sender: Any, now: Any, **_kwargs: Any) -> None:
    from workshop import bells, presence, tasks

    if sender is not None:  # the sweeper itself, which is on the board as workers are
        presence.stay("sweeper")
    presence.remove_gone(now)
    bells.forget_answered(now)
    tasks.sweep(now)
