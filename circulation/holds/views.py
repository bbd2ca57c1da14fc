"""The librarian's screens about holds: the pickup shelf, what to fetch, and the line of a title."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.dates import format_date_and_time, format_last_day
from accounts.paging import page_of
from circulation.copies.queries import copy_for
from circulation.holds import actions, errors, queries
from circulation.holds.forms import MAX_LINE, MoveForm
from circulation.holds.models import Hold
from repository.models import Resource
from sharing.http import ViewerRequest

LOG_LENGTH = 50  # events


@login_required
@require_safe
def pickup_shelf(request: ViewerRequest) -> HttpResponse:
    """Show what is ready for whom, which copies to fetch from the shelves, and all titles that readers wait for."""
    viewer = request.viewer
    page = page_of(request, queries.lines_of(viewer))
    titles = list(page.rows)
    fetch = queries.to_fetch(viewer, titles)
    ready = [{"hold": hold, "until": _last_day(hold)} for hold in queries.pickup_shelf(viewer)]
    context = {
        "ready": ready,
        "to_fetch": [(title, copy) for title in titles for copy in fetch.get(title.pk, ())],
        "titles": titles,
        "page": page,
    }
    return render(request, "circulation/holds/shelf.html", context)


@login_required
@require_safe
def line(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show the readers who wait for a title, in their order, and what happened."""
    title, holds = queries.line_for(request.viewer, resource)
    return render(request, "circulation/holds/line.html", _line_context(request, title, holds))


@login_required
@require_POST
def move(request: ViewerRequest, hold: UUID) -> HttpResponse:
    """Give a hold another place, with the reason."""
    moved = queries.hold_for_staff(request.viewer, hold)
    form = MoveForm(request.POST)
    if not form.is_valid():
        _title, holds = queries.line_for(request.viewer, moved.resource.uuid)
        raise errors.InvalidMove(last=sum(other.wants == moved.wants for other in holds))
    actions.move(moved, to=form.cleaned_data["place"], reason=form.cleaned_data["reason"], by=request.viewer)
    messages.success(request, _("The order is changed; the log has the reason."))
    return HttpResponseRedirect(_line_url(moved.resource))


@login_required
@require_POST
def cancel(request: ViewerRequest, hold: UUID) -> HttpResponse:
    """Cancel a reader's hold; the next in line moves up."""
    ended = queries.hold_for_staff(request.viewer, hold)
    actions.cancel(ended, by=request.viewer)
    messages.success(request, _("The hold is cancelled. The next reader in line moves up."))
    return HttpResponseRedirect(_line_url(ended.resource))


@login_required
@require_POST
def set_aside(request: ViewerRequest, copy: UUID) -> HttpResponse:
    """Keep a copy that was fetched from the shelf for the first reader in line."""
    hold = actions.trap(copy_for(request.viewer, copy), by=request.viewer)
    if hold is None or hold.borrower is None or hold.window_until is None:
        messages.warning(request, _("Nobody waits for this copy any more. Put it back on its shelf."))
    else:
        sentence = _("Put “%(title)s” on the pickup shelf for %(name)s, until %(day)s.")
        names = {"title": hold.resource.title, "name": hold.borrower.person.name}
        messages.success(request, sentence % {**names, "day": format_last_day(hold.window_until)})
    return HttpResponseRedirect(reverse("circulation:holds"))


def _line_context(request: ViewerRequest, title: Resource, holds: list[Hold]) -> dict[str, Any]:
    numbers: dict[str, int] = {}
    rows = []
    for hold in holds:
        numbers[hold.wants] = numbers.get(hold.wants, 0) + 1
        can_move = hold.state != Hold.State.READY
        rows.append({"hold": hold, "number": numbers[hold.wants], "can_move": can_move, "until": _last_day(hold)})
    events = queries.events_of(request.viewer, title)[:LOG_LENGTH]
    log = [{"event": event, "at": format_date_and_time(event.at)} for event in events]
    return {"resource": title, "rows": rows, "log": log, "max_place": MAX_LINE}


def _last_day(hold: Hold) -> str:
    """Return the last day on which it is kept for the reader; empty for a hold that waits."""
    return format_last_day(hold.window_until) if hold.window_until else ""


def _line_url(resource: Resource) -> str:
    return reverse("circulation:hold_line", args=[resource.uuid])
