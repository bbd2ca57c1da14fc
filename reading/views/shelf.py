"""My shelf: what she has borrowed, due first; to borrow and to return."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from access.viewer import Viewer
from circulation import actions
from circulation.models import Loan
from circulation.queries import loan_for, loans_of
from reading.cards import ResourceCard, card_for
from reading.dates import days_left, due_phrase, format_date
from reading.primary_action import StatusTone, continue_verb, read_url
from repository.queries import resource_for
from sharing.http import ViewerRequest

DUE_SOON_DAYS = 2  # days


@dataclass(frozen=True)
class LoanCard:
    """A loan as the shelf shows it."""

    uuid: UUID
    face: ResourceCard
    state: str
    tone: StatusTone
    verb: str
    read_url: str


@login_required
@require_safe
def shelf(request: ViewerRequest) -> HttpResponse:
    """Her loans, due first."""
    loans = loans_of(request.viewer).prefetch_related("resource__contributors", "resource__files")
    shown = [_borrowed(request.viewer, loan) for loan in loans]
    return render(request, "reading/shelf.html", {"loans": shown, "results_url": reverse("reading:results")})


@login_required
@require_POST
def borrow(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Borrow, then go on to where she wanted to read."""
    wanted = resource_for(request.viewer, resource)
    loan = actions.borrow(wanted, by=request.viewer)
    sentence = _("You have borrowed “%(title)s” until %(day)s.")
    messages.success(request, sentence % {"title": wanted.title, "day": format_date(loan.due_at)})
    return HttpResponseRedirect(_next(request) or read_url(wanted))


@login_required
@require_POST
def return_loan(request: ViewerRequest, loan: UUID) -> HttpResponse:
    """Return, in one tap; its pages are closed to her from the next request."""
    hers = loan_for(request.viewer, loan)
    actions.return_loan(hers, by=request.viewer)
    messages.success(
        request, _("“%(title)s” is returned. The borrower's data is deleted.") % {"title": hers.resource.title}
    )
    return HttpResponseRedirect(_next(request) or reverse("reading:shelf"))


def _borrowed(viewer: Viewer, loan: Loan) -> LoanCard:
    soon = days_left(loan.due_at, viewer.now) <= DUE_SOON_DAYS
    return LoanCard(
        uuid=loan.uuid,
        face=card_for(loan.resource),
        state=due_phrase(loan.due_at, viewer.now),
        tone=StatusTone.WAITING if soon else StatusTone.AVAILABLE,
        verb=continue_verb(loan.resource),
        read_url=read_url(loan.resource),
    )


def _next(request: ViewerRequest) -> str:
    """Where the form asked to go on, on this site only."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""
