"""The view that chooses the active membership."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.models import Person
from accounts.site_address import home_url, is_on_this_site


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Make the chosen membership the active one, and redirect back."""
    person = cast(Person, request.user)  # login_required excludes anonymous users
    actions.choose_membership(person, uuid=request.POST.get("membership", ""), now=timezone.now())
    back = request.POST.get("next", "")
    return HttpResponseRedirect(back if is_on_this_site(back) else home_url())
