"""The holds of the viewer as cards, and what the page of a resource says about waiting."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.dates import format_date, format_last_day
from circulation.holds.queries import PlaceInLine, holds_of
from circulation.models import Hold
from reading.cards import ResourceCard, card_for
from reading.primary_action import StatusTone
from repository.queries import resources_for

State, Wants = Hold.State, Hold.Wants


@dataclass(frozen=True)
class HoldCard:
    """A hold with its state in words."""

    uuid: UUID
    resource: ResourceCard
    state: str
    expected: str
    tone: StatusTone
    is_ready: bool
    is_suspended: bool
    is_seat: bool


def hold_cards(viewer: Viewer) -> list[HoldCard]:
    """Return the viewer's open holds, those that are ready first."""
    places = holds_of(viewer)
    resources = [place.hold.resource for place in places]
    prefetch_related_objects(resources, "contributors", "files")
    seen = resources_for(viewer, [resource.uuid for resource in resources])
    return [hold_card(place, is_linked=str(place.hold.resource.uuid) in seen) for place in places]


def hold_card(place: PlaceInLine, *, is_linked: bool = True) -> HoldCard:
    """Return the card of a hold."""
    hold = place.hold
    return HoldCard(
        uuid=hold.uuid,
        resource=card_for(hold.resource, is_linked=is_linked),
        state=_state(place),
        expected=_expected(place),
        tone=StatusTone.AVAILABLE if hold.state == State.READY else StatusTone.WAITING,
        is_ready=hold.state == State.READY,
        is_suspended=hold.state == State.SUSPENDED,
        is_seat=hold.wants == Wants.SEAT,
    )


def _state(place: PlaceInLine) -> str:
    hold = place.hold
    if hold.window_until is not None:
        day = format_last_day(hold.window_until)
        if hold.wants == Wants.SEAT:
            return _("Ready: borrow it by %(day)s") % {"day": day}
        return _("Ready: pick it up at %(school)s by %(day)s") % {"school": hold.pickup_school.name, "day": day}
    if hold.suspended_until is not None:
        return _("Suspended until %(day)s; you keep your place") % {"day": format_date(hold.suspended_until)}
    return _("You are number %(number)s in line") % {"number": place.number}


def _expected(place: PlaceInLine) -> str:
    """Return when the title may be ready, from how long its loans last; empty where nobody can know."""
    if place.forecast is None:
        return ""
    early, late = format_date(place.forecast.early), format_date(place.forecast.late)
    if early == late:
        return _("Probably ready about %(day)s") % {"day": early}
    return _("Probably ready between %(early)s and %(late)s") % {"early": early, "late": late}
