"""The request as views of readers get it."""

from django.http import HttpRequest

from access.viewer import Viewer


class ViewerRequest(HttpRequest):
    """A request that has passed sharing's middleware."""

    viewer: Viewer
