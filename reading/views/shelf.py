"""My shelf: the viewer's loans; to borrow and to return."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.dates import format_date
from accounts.paging import page_of
from accounts.site_address import is_on_this_site
from circulation.licences import actions
from circulation.licences.queries import loan_for, loans_of
from reading.links import read_url
from reading.loan_cards import cards_of
from repository.queries import resource_for
from sharing.http import ViewerRequest


@login_required
@require_safe
def shelf(request: ViewerRequest) -> HttpResponse:
    """Show the viewer's loans, due first."""
    page = page_of(request, loans_of(request.viewer))
    context = {"loans": cards_of(request.viewer, page.rows), "page": page, "results_url": reverse("reading:results")}
    return render(request, "reading/shelf.html", context)


@login_required
@require_POST
def borrow(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Borrow, then continue to the place where the viewer wanted to read."""
    chosen = resource_for(request.viewer, resource)
    loan = actions.borrow(chosen, by=request.viewer)
    sentence = _("You have borrowed “%(title)s” until %(day)s.")
    messages.success(request, sentence % {"title": chosen.title, "day": format_date(loan.due_at)})
    return HttpResponseRedirect(_next(request) or read_url(chosen.uuid))


@login_required
@require_POST
def return_loan(request: ViewerRequest, loan: UUID) -> HttpResponse:
    """Return a loan; the next request for a page is refused."""
    own_loan = loan_for(request.viewer, loan)
    actions.return_loan(own_loan, by=request.viewer)
    sentence = _("“%(title)s” is returned. The borrower's data is deleted.")
    messages.success(request, sentence % {"title": own_loan.resource.title})
    return HttpResponseRedirect(_next(request) or reverse("reading:shelf"))


def _next(request: ViewerRequest) -> str:
    """Return the address that the form leads to, if it is on this site; else an empty string."""
    url = request.POST.get("next", "")
    return url if is_on_this_site(url) else ""
