"""The last answer: what a reader sees when something of ours failed that nobody has named."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

SOON = 30  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the database: 503 with Retry-After if it failed, else 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = loader.get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": str(SOON)})
    return defaults.server_error(request)
