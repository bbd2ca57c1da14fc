"""The one main action that the viewer has with a resource now, and its state in words."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.actions import Action
from access.viewer import Viewer
from accounts.dates import days_until, format_date, format_time
from circulation.licences.queries import LendingState
from circulation.loans.shelf_state import ShelfState
from reading.links import read_url, resource_url
from repository.models import Resource
from repository.queries import is_allowed

Kind = Resource.Kind


class StatusTone(StrEnum):
    """The colour of a state; its icon and its words express the same."""

    AVAILABLE = "available"
    WAITING = "waiting"
    ATTENTION = "attention"
    QUIET = "quiet"


ICONS = {
    StatusTone.AVAILABLE: "check",
    StatusTone.WAITING: "clock",
    StatusTone.ATTENTION: "warning",
    StatusTone.QUIET: "info",
}


class ActionKind(StrEnum):
    """What the action does."""

    READ = "read"
    BORROW = "borrow"
    LOOK = "look"
    SIGN_IN = "sign_in"


@dataclass(frozen=True)
class PrimaryAction:
    """A button with its label and address, and the state; `next_url` is where a loan leads to.

    `shelf` says beside it how printed copies stand, where there are both.
    """

    kind: ActionKind
    label: str
    url: str
    state: str
    tone: StatusTone
    next_url: str = ""
    shelf: str = ""

    @property
    def icon(self) -> str:
        """The icon of the state."""
        return ICONS[self.tone]

    @property
    def is_post(self) -> bool:
        """Whether the action changes something."""
        return self.kind is ActionKind.BORROW

    @property
    def is_quiet(self) -> bool:
        """Whether the button is secondary beside those of other resources."""
        return self.kind in (ActionKind.LOOK, ActionKind.SIGN_IN)

    def with_target(self, url: str) -> "PrimaryAction":
        """Return the action leading to a place inside: at once if it reads, after the loan if it borrows."""
        if self.kind is ActionKind.BORROW:
            return replace(self, next_url=url)
        return replace(self, url=url) if self.kind is ActionKind.READ else self


def primary_action(viewer: Viewer, resource: Resource, lending: LendingState) -> PrimaryAction:
    """Return what the viewer can do now: continue the loan, read, borrow, or view the record."""
    shelf = lending.shelf
    if shelf is None:
        return _on_screen(viewer, resource, lending)
    if not shelf.has_content:
        return _printed(resource, shelf)
    return replace(_on_screen(viewer, resource, lending), shelf=shelf_phrase(shelf))


def shelf_phrase(shelf: ShelfState) -> str:
    """Return how many printed copies are on the shelf, with call number and place."""
    if not shelf.total:
        return _("Printed book; no copies entered yet")
    sentence = ngettext(
        "%(free)s of %(total)s copy on the shelf", "%(free)s of %(total)s copies on the shelf", shelf.total
    )
    counted = sentence % {"free": shelf.free, "total": shelf.total}
    return ", ".join(filter(None, (counted, shelf.call_number, shelf.place)))


def _printed(resource: Resource, shelf: ShelfState) -> PrimaryAction:
    """Return a link to the record of a book that has nothing to read on a screen."""
    state, url = shelf_phrase(shelf), resource_url(resource.uuid)
    tone = StatusTone.AVAILABLE if shelf.free else StatusTone.WAITING if shelf.total else StatusTone.QUIET
    shown = PrimaryAction(ActionKind.LOOK, _("View details"), url, state, tone)
    if resource.state == Resource.State.PUBLISHED:
        return shown
    hidden = _read(resource)
    return replace(shown, state=hidden.state, tone=hidden.tone, shelf=state)


def _on_screen(viewer: Viewer, resource: Resource, lending: LendingState) -> PrimaryAction:
    if lending.my_loan is not None:
        state, label = due_phrase(lending.my_loan.due_at, viewer.now), continue_label(resource)
        return PrimaryAction(ActionKind.READ, label, read_url(resource.uuid), state, StatusTone.AVAILABLE)
    if is_allowed(viewer, Action.READ, resource):
        return _read(resource)
    if lending.may_borrow and lending.free_seats:
        return _borrow(resource, lending)
    return _view_record(viewer, resource, lending)


def read_label(resource: Resource) -> str:
    """Return the label for opening a resource for the first time: read, watch, listen or view."""
    labels = {Kind.VIDEO: _("Watch now"), Kind.AUDIO: _("Listen now"), Kind.IMAGE: _("View now")}
    return labels.get(Kind(resource.kind), _("Read now"))


def continue_label(resource: Resource) -> str:
    """Return the label for opening a resource that the viewer has on loan."""
    labels = {Kind.VIDEO: _("Continue watching"), Kind.AUDIO: _("Continue listening")}
    return labels.get(Kind(resource.kind), _("Continue reading"))


def due_phrase(due: datetime, now: datetime) -> str:
    """Return until when a loan lasts: with the time on its last two days, else the day."""
    days = days_until(due, now)
    if days <= 0:
        return _("Due today at %(hour)s") % {"hour": format_time(due)}
    if days == 1:
        return _("Due tomorrow at %(hour)s") % {"hour": format_time(due)}
    return _("Borrowed until %(day)s") % {"day": format_date(due)}


def _read(resource: Resource) -> PrimaryAction:
    state, tone = _("No loan needed"), StatusTone.AVAILABLE
    if resource.state == Resource.State.DRAFT:
        state, tone = _("Draft: only your school's librarians see it"), StatusTone.WAITING
    if resource.state == Resource.State.WITHDRAWN:
        state, tone = _("Withdrawn: only your school's librarians see it"), StatusTone.WAITING
    return PrimaryAction(ActionKind.READ, read_label(resource), read_url(resource.uuid), state, tone)


def _borrow(resource: Resource, lending: LendingState) -> PrimaryAction:
    days, free = lending.period_days or 0, lending.free_seats or 0
    label = ngettext("Borrow for %(days)s day", "Borrow for %(days)s days", days) % {"days": days}
    state = ngettext("%(free)s seat free", "%(free)s seats free", free) % {"free": free}
    url = reverse("reading:borrow", args=[resource.uuid])
    return PrimaryAction(ActionKind.BORROW, label, url, state, StatusTone.AVAILABLE)


def _view_record(viewer: Viewer, resource: Resource, lending: LendingState) -> PrimaryAction:
    """Return a link to the record, with the reason why nothing else is possible now."""
    url = resource_url(resource.uuid)
    if viewer.person is None:
        sign_in = f"{reverse('account_login')}?{urlencode({'next': url})}"
        state = _("Sign in to see what your school has access to")
        return PrimaryAction(ActionKind.SIGN_IN, _("Sign in"), sign_in, state, StatusTone.QUIET)
    state, tone = _reason(viewer, resource, lending)
    return PrimaryAction(ActionKind.LOOK, _("View details"), url, state, tone)


def _reason(viewer: Viewer, resource: Resource, lending: LendingState) -> tuple[str, StatusTone]:
    if lending.may_borrow and lending.all_out_until is not None:
        state = _("All seats taken; one is free by %(day)s") % {"day": format_date(lending.all_out_until)}
        return state, StatusTone.WAITING
    if lending.may_borrow and lending.is_reserved:
        return _("The free seats are kept for readers who wait"), StatusTone.WAITING
    if lending.may_borrow:
        return _("No loans left in the licence"), StatusTone.WAITING
    if is_allowed(viewer, Action.LOOK_INSIDE, resource):
        return _("You can search inside it, but not read it"), StatusTone.QUIET
    return _("Details only; its school has not given you access"), StatusTone.QUIET
