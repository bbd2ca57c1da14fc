"""The one clear action that a reader has with a resource now, and its state in words."""

from dataclasses import dataclass, replace
from enum import StrEnum

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.actions import Action
from access.viewer import Viewer
from circulation.queries import LendingState
from reading.dates import due_phrase, format_date
from reading.links import resource_url
from repository.models import Resource
from repository.queries import is_allowed

Kind = Resource.Kind


class StatusTone(StrEnum):
    """The signal of a state; its sign and its words say the same."""

    AVAILABLE = "available"
    WAITING = "waiting"
    QUIET = "quiet"


SIGNS = {StatusTone.AVAILABLE: "check", StatusTone.WAITING: "clock", StatusTone.QUIET: "info"}


class ActionKind(StrEnum):
    """What the verb of an offer does."""

    READ = "read"
    BORROW = "borrow"
    LOOK = "look"
    SIGN_IN = "sign_in"


@dataclass(frozen=True)
class PrimaryAction:
    """A verb with its address, and the state; `next_url` is where to go on after a loan."""

    way: ActionKind
    label: str
    url: str
    state: str
    tone: StatusTone
    next_url: str = ""

    @property
    def icon(self) -> str:
        """The icon of the tone."""
        return SIGNS[self.tone]

    @property
    def is_post(self) -> bool:
        """Whether it changes something."""
        return self.way is ActionKind.BORROW

    @property
    def is_quiet(self) -> bool:
        """Whether the verb is a second choice beside those of other resources."""
        return self.way in (ActionKind.LOOK, ActionKind.SIGN_IN)

    def with_target(self, place: str) -> "PrimaryAction":
        """The same, going on to a place inside: at once where she reads, after the loan where she borrows."""
        if self.way is ActionKind.BORROW:
            return replace(self, next_url=place)
        return replace(self, url=place) if self.way is ActionKind.READ else self


def primary_action(viewer: Viewer, resource: Resource, lending: LendingState) -> PrimaryAction:
    """What she can do with it now: read, go on with her loan, borrow, or look at the record."""
    if lending.my_loan is not None:
        state = due_phrase(lending.my_loan.due_at, viewer.now)
        return PrimaryAction(ActionKind.READ, continue_verb(resource), read_url(resource), state, StatusTone.AVAILABLE)
    if is_allowed(viewer, Action.READ, resource):
        return _reading(resource)
    if lending.may_borrow and lending.free_seats:
        return _borrowing(resource, lending)
    return _waiting(viewer, resource, lending)


def read_url(resource: Resource) -> str:
    """Where it is read, seen or heard."""
    return reverse("reading:read", args=[resource.uuid])


def read_verb(resource: Resource) -> str:
    """To read, to watch or to listen, for the first time."""
    verbs = {Kind.VIDEO: _("Watch now"), Kind.AUDIO: _("Listen now"), Kind.IMAGE: _("View now")}
    return verbs.get(Kind(resource.kind), _("Read now"))


def continue_verb(resource: Resource) -> str:
    """The same, for what she has on loan."""
    verbs = {Kind.VIDEO: _("Continue watching"), Kind.AUDIO: _("Continue listening")}
    return verbs.get(Kind(resource.kind), _("Continue reading"))


def _reading(resource: Resource) -> PrimaryAction:
    state, tone = _("No loan needed"), StatusTone.AVAILABLE
    if resource.state == Resource.State.DRAFT:
        state, tone = _("Draft: only your school's librarians see it"), StatusTone.WAITING
    if resource.state == Resource.State.WITHDRAWN:
        state, tone = _("Withdrawn: only your school's librarians see it"), StatusTone.WAITING
    return PrimaryAction(ActionKind.READ, read_verb(resource), read_url(resource), state, tone)


def _borrowing(resource: Resource, lending: LendingState) -> PrimaryAction:
    days, free = lending.period_days or 0, lending.free_seats or 0
    verb = ngettext("Borrow for %(days)s day", "Borrow for %(days)s days", days) % {"days": days}
    state = ngettext("%(free)s seat free", "%(free)s seats free", free) % {"free": free}
    return PrimaryAction(
        ActionKind.BORROW, verb, reverse("reading:borrow", args=[resource.uuid]), state, StatusTone.AVAILABLE
    )


def _waiting(viewer: Viewer, resource: Resource, lending: LendingState) -> PrimaryAction:
    """Nothing to take now: the record, and why."""
    url = resource_url(resource.uuid)
    if viewer.person is None:
        sign_in = f"{reverse('account_login')}?{urlencode({'next': url})}"
        return PrimaryAction(
            ActionKind.SIGN_IN,
            _("Sign in"),
            sign_in,
            _("Sign in to see what your school has access to"),
            StatusTone.QUIET,
        )
    state, tone = _why_waiting(viewer, resource, lending)
    return PrimaryAction(ActionKind.LOOK, _("View details"), url, state, tone)


def _why_waiting(viewer: Viewer, resource: Resource, lending: LendingState) -> tuple[str, StatusTone]:
    if lending.may_borrow and lending.all_out_until is not None:
        return _("All seats taken; one is free by %(day)s") % {
            "day": format_date(lending.all_out_until)
        }, StatusTone.WAITING
    if lending.may_borrow:
        return _("No loans left in the licence"), StatusTone.WAITING
    if is_allowed(viewer, Action.LOOK_INSIDE, resource):
        return _("You can search inside it, but not read it"), StatusTone.QUIET
    return _("Details only; its school has not given you access"), StatusTone.QUIET
