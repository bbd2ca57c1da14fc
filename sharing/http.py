"""What every view shares: the request as the middleware leaves it, and who may act for a school."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from access.viewer import Viewer
from accounts.errors import NotFound


class ViewerRequest(HttpRequest):
    """A request that has passed `sharing.middleware.ViewerMiddleware`."""

    viewer: Viewer
    htmx: HtmxDetails


def require_signer(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer may sign agreements for a school."""
    if viewer.signs_for is None:
        raise NotFound
