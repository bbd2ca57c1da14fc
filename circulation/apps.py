"""The circulation app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirculationConfig(AppConfig):
    """Licences and loans."""

    name = "circulation"
    verbose_name = _("Circulation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the maintenance of loans and holds, the end of withdrawn loans, and lending from a publication on."""
        from changesets import kinds
        from circulation.copies.actions import registering
        from circulation.licences.events import seats_counted
        from repository.events import lending_begins, resource_changed
        from workers.events import periodic_maintenance

        kinds.register(registering.KIND, registering.step, undo=registering.undo_step)
        periodic_maintenance.connect(_run_maintenance, dispatch_uid="circulation")
        resource_changed.connect(_close_withdrawn, dispatch_uid="circulation")
        lending_begins.connect(_add_licence, dispatch_uid="circulation")
        seats_counted.connect(_offer_free_seats, dispatch_uid="circulation")


def _run_maintenance(*, now: Any, **_kwargs: Any) -> None:
    from circulation.desk.actions import delete_old_scans
    from circulation.holds.actions import do_what_is_due
    from circulation.licences import actions

    actions.expire_due(now=now)
    do_what_is_due(now=now)
    actions.refresh_free_seats(now=now)
    delete_old_scans(now=now)


def _close_withdrawn(*, resource: int, **_kwargs: Any) -> None:
    from circulation.licences import actions

    actions.end_withdrawn(resource)


def _add_licence(*, resource: Any, terms: Any, by: Any, **_kwargs: Any) -> None:
    from circulation.licences import actions

    licence = actions.LicenceTerms(seats=terms.seats, starts_at=by.now, period_days=terms.period_days)
    actions.add_licence(resource, terms=licence, by=by)


def _offer_free_seats(**counted: Any) -> bool:
    from circulation.holds.actions import upkeep

    return upkeep.offer_free_seats(**counted)
