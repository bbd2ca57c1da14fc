"""The request as the middleware leaves it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from access.viewer import Viewer
from accounts.errors import NotFound


class ViewerRequest(HttpRequest):
    """A request that knows who asks."""

    viewer: Viewer
    htmx: HtmxDetails


def require_signer(viewer: Viewer) -> None:
    """Raise NotFound for those who make no agreements in the name of a school."""
    if viewer.signs_for is None:
        raise NotFound
