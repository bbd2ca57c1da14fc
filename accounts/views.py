"""The view that chooses the active membership."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.models import Person


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Make the chosen membership the active one, and redirect back."""
    person = cast(Person, request.user)  # login_required excludes anonymous users
    actions.choose_membership(person, uuid=request.POST.get("membership", ""), now=timezone.now())
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else "/")
