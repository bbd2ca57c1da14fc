"""The views with which a person chooses the active membership and the language."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.language import choose_language
from accounts.models import Person
from accounts.site_address import home_url, is_on_this_site


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Make the chosen membership the active one, and redirect back."""
    person = cast(Person, request.user)  # login_required excludes anonymous users
    actions.choose_membership(person, uuid=request.POST.get("membership", ""), now=timezone.now())
    return _back(request)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Store the language for e-mails to the person, and redirect to `next`, the same screen in this language.

    Django's view translates `next` by the language of its own address: Wagtail, which takes every path, makes
    `/en/en/tim/` of `/en/tim/`.
    """
    if isinstance(request.user, Person):
        choose_language(request.user, request.POST.get("language", ""))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    back = request.POST.get("next", "")
    return HttpResponseRedirect(back if is_on_this_site(back) else home_url())
