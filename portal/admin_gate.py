"""Who may call which view: in the Wagtail admin the node administrator alone, unless its URL is listed.

The gate works beside the policies, which decide what is shown and allowed: a view that a new version of Wagtail adds is
closed until `portal/admin_permissions.py` lists it. The gate decides by the view to which Django resolved the request,
never by the text of the path. Outside the admin, it refuses views of other packages that are not listed here.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from accounts.errors import NotAllowed
from accounts.models import Role
from portal.admin_permissions import DENIED, LIBRARIAN, LOGIN, PUBLIC, AdminRequest
from portal.admin_roles import desk_of, role_of
from portal.current_viewer import use_viewer
from sharing.http import is_admin_view

# Outside the admin: packages whose views decide about each request themselves, and single views of other packages.
PACKAGES = frozenset(
    {
        "accounts",
        "allauth",
        "changesets",
        "circulation",
        "config",
        "imports",
        "ingest",
        "operations",
        "portal",
        "reading",
        "roster",
        "sharing",
    }
)
VIEWS_OF_OTHERS = frozenset({"set_language", "wagtail_login", "wagtail_serve"})
# Wagtail raises an exception when this field is missing.
REQUIRED_FIELDS = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}


class AdminGate:
    """Middleware that checks every URL of the admin; it runs after the one that sets `request.viewer`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let blocks and widgets know the viewer while the response is made."""
        with use_viewer(request.viewer):  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the request pass, redirect to the sign-in, or answer 403 (no desk) or 404 (another school's object)."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not is_admin_view(request):
            if view.__module__.split(".")[0] in PACKAGES or name in VIEWS_OF_OTHERS:
                return None
            raise Http404
        if name in PUBLIC:
            return None
        if not request.user.is_authenticated or name == LOGIN:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        role = role_of(request.user)
        if role is None:
            return render(request, "user_facing_error.html", {"error": NotAllowed()}, status=403)
        if not _is_open(name, role, request, kwargs):
            raise Http404
        if request.method == "POST" and REQUIRED_FIELDS.get(name, "") not in {"", *request.POST}:
            raise BadRequest(name)
        return None


def _is_open(name: str, role: Role, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    if name in DENIED or name.split(":")[0] in DENIED:
        return False
    if role == Role.NODE_ADMIN:
        return True
    checks = LIBRARIAN.get(name, LIBRARIAN.get(name.split(":")[0]))
    desk = desk_of(request.user)
    if checks is None or desk is None:
        return False
    admin_request = AdminRequest(desk=desk, request=request, kwargs=kwargs)
    return all(check(admin_request) for check in checks)
