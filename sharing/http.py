"""The request as views see it: with a viewer, who may be required to sign for a school."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from access.viewer import Viewer
from accounts.errors import NotFound

View = Callable[..., HttpResponseBase]


class ViewerRequest(HttpRequest):
    """A request that has passed `sharing.middleware.ViewerMiddleware`."""

    viewer: Viewer
    htmx: HtmxDetails


def is_admin_view(request: HttpRequest) -> bool:
    """Return whether the request was resolved to a view of the Wagtail admin, however its path is written."""
    match = request.resolver_match
    return match is not None and match.route.startswith(settings.ADMIN_PREFIX.removeprefix("/"))


def require_signer(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer may sign agreements for a school."""
    if viewer.signs_for is None:
        raise NotFound


def require_librarian(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer is a librarian of a school."""
    if not viewer.is_staff or viewer.school is None:
        raise NotFound


def librarian_required(view: View) -> View:
    """Admit librarians, and ask visitors to sign in; raise NotFound for everyone else."""

    @login_required
    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_librarian(request.viewer)
        return view(request, *args, **kwargs)

    return guarded


def cataloguing_required(view: View) -> View:
    """Admit librarians and cataloguers, and ask visitors to sign in; raise NotFound for everyone else."""

    @login_required
    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.viewer.is_cataloguer:
            require_librarian(request.viewer)
        return view(request, *args, **kwargs)

    return guarded


def template_context(request: HttpRequest) -> dict[str, Any]:
    """Return what every template gets: the viewer, the memberships to choose from, the URL of the source code."""
    return {
        "viewer": getattr(request, "viewer", None),
        "memberships": getattr(request, "memberships", []),
        "source_url": settings.SOURCE_URL,
    }
