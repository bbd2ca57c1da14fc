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
from reading.days import day, due
from reading.places import resource_url
from repository.models import Resource
from repository.queries import may

Kind = Resource.Kind


class Tone(StrEnum):
    """The signal of a state; its sign and its words say the same."""

    AVAILABLE = "available"
    WAITING = "waiting"
    QUIET = "quiet"


SIGNS = {Tone.AVAILABLE: "check", Tone.WAITING: "clock", Tone.QUIET: "info"}


class Way(StrEnum):
    """What the verb of an offer does."""

    READ = "read"
    BORROW = "borrow"
    LOOK = "look"
    SIGN_IN = "sign_in"


@dataclass(frozen=True)
class Offer:
    """A verb with its address, and the state; `next_url` is where to go on after a loan."""

    way: Way
    verb: str
    url: str
    state: str
    tone: Tone
    next_url: str = ""

    @property
    def sign(self) -> str:
        """The icon of the tone."""
        return SIGNS[self.tone]

    @property
    def posts(self) -> bool:
        """Whether it changes something."""
        return self.way is Way.BORROW

    @property
    def is_quiet(self) -> bool:
        """Whether the verb is a second choice beside those of other resources."""
        return self.way in (Way.LOOK, Way.SIGN_IN)

    def leading_to(self, place: str) -> "Offer":
        """The same, going on to a place inside: at once where she reads, after the loan where she borrows."""
        if self.way is Way.BORROW:
            return replace(self, next_url=place)
        return replace(self, url=place) if self.way is Way.READ else self


def offer(viewer: Viewer, resource: Resource, lending: LendingState) -> Offer:
    """What she can do with it now: read, go on with her loan, borrow, or look at the record."""
    if lending.my_loan is not None:
        state = due(lending.my_loan.due_at, viewer.now)
        return Offer(Way.READ, go_on_verb(resource), read_url(resource), state, Tone.AVAILABLE)
    if may(viewer, Action.READ, resource):
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


def go_on_verb(resource: Resource) -> str:
    """The same, for what she has on loan."""
    verbs = {Kind.VIDEO: _("Continue watching"), Kind.AUDIO: _("Continue listening")}
    return verbs.get(Kind(resource.kind), _("Continue reading"))


def _reading(resource: Resource) -> Offer:
    state, tone = _("No loan needed"), Tone.AVAILABLE
    if resource.state == Resource.State.DRAFT:
        state, tone = _("Draft: only your school's librarians see it"), Tone.WAITING
    if resource.state == Resource.State.WITHDRAWN:
        state, tone = _("Withdrawn: only your school's librarians see it"), Tone.WAITING
    return Offer(Way.READ, read_verb(resource), read_url(resource), state, tone)


def _borrowing(resource: Resource, lending: LendingState) -> Offer:
    days, free = lending.period_days or 0, lending.free_seats or 0
    verb = ngettext("Borrow for %(days)s day", "Borrow for %(days)s days", days) % {"days": days}
    state = ngettext("%(free)s seat free", "%(free)s seats free", free) % {"free": free}
    return Offer(Way.BORROW, verb, reverse("reading:borrow", args=[resource.uuid]), state, Tone.AVAILABLE)


def _waiting(viewer: Viewer, resource: Resource, lending: LendingState) -> Offer:
    """Nothing to take now: the record, and why."""
    url = resource_url(resource.uuid)
    if viewer.person is None:
        sign_in = f"{reverse('account_login')}?{urlencode({'next': url})}"
        return Offer(Way.SIGN_IN, _("Sign in"), sign_in, _("Sign in to see what your school has access to"), Tone.QUIET)
    state, tone = _why_waiting(viewer, resource, lending)
    return Offer(Way.LOOK, _("View details"), url, state, tone)


def _why_waiting(viewer: Viewer, resource: Resource, lending: LendingState) -> tuple[str, Tone]:
    if lending.may_borrow and lending.all_out_until is not None:
        return _("All seats taken; one is free by %(day)s") % {"day": day(lending.all_out_until)}, Tone.WAITING
    if lending.may_borrow:
        return _("No loans left in the licence"), Tone.WAITING
    if may(viewer, Action.LOOK_INSIDE, resource):
        return _("You can search inside it, but not read it"), Tone.QUIET
    return _("Details only; its school has not given you access"), Tone.QUIET
