"""The reader's holds: place one on the page of a resource; cancel, suspend and resume it on My shelf."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.dates import format_date, parsed_date, start_of
from circulation.holds import actions
from circulation.holds.errors import InvalidSuspension
from circulation.holds.queries import hold_for, pickup_schools
from circulation.models import Hold
from reading.links import resource_url
from repository.queries import resource_for
from sharing.http import ViewerRequest


@login_required
@require_POST
def place(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Place a hold on a seat, or on a copy at the chosen school; without a choice, at the first that is allowed."""
    title = resource_for(request.viewer, resource)
    wants = Hold.Wants.SEAT if request.POST.get("wants") == Hold.Wants.SEAT else Hold.Wants.COPY
    school = request.viewer.school or 0
    if wants == Hold.Wants.COPY:
        allowed = pickup_schools(request.viewer, title)
        chosen = [found for found in allowed if found.code == request.POST.get("school")]
        school = (chosen or allowed)[0].pk if allowed else title.owner_id
    hold = actions.place(title, wants=wants, school=school, by=request.viewer)
    sentence = _("You now wait for “%(title)s”. Your place in line is on your shelf.")
    if hold.state == Hold.State.READY:
        sentence = _("“%(title)s” is ready for you. See your shelf.")
    messages.success(request, sentence % {"title": title.title})
    return HttpResponseRedirect(resource_url(title.uuid))


@login_required
@require_POST
def cancel(request: ViewerRequest, hold: UUID) -> HttpResponse:
    """Cancel a hold; the next reader in line moves up."""
    own = hold_for(request.viewer, hold)
    actions.cancel(own, by=request.viewer)
    messages.success(request, _("The hold on “%(title)s” is cancelled.") % {"title": own.resource.title})
    return HttpResponseRedirect(reverse("reading:shelf"))


@login_required
@require_POST
def suspend(request: ViewerRequest, hold: UUID) -> HttpResponse:
    """Let others go first until a day."""
    own = hold_for(request.viewer, hold)
    day = parsed_date(request.POST.get("until", ""))
    if day is None:
        raise InvalidSuspension
    actions.suspend(own, until=start_of(day), by=request.viewer)
    sentence = _("The hold on “%(title)s” is suspended until %(day)s. You keep your place in line.")
    messages.success(request, sentence % {"title": own.resource.title, "day": format_date(day)})
    return HttpResponseRedirect(reverse("reading:shelf"))


@login_required
@require_POST
def resume(request: ViewerRequest, hold: UUID) -> HttpResponse:
    """Let a suspended hold wait again."""
    own = hold_for(request.viewer, hold)
    actions.resume(own, by=request.viewer)
    messages.success(request, _("You wait for “%(title)s” again.") % {"title": own.resource.title})
    return HttpResponseRedirect(reverse("reading:shelf"))
