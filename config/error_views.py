"""The page for an error that nothing has handled (`handler500`)."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults
from redis.exceptions import RedisError

RETRY_AFTER_SECONDS = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the database: with 503 and Retry-After if it or Redis failed, otherwise with 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError | RedisError):
        page = loader.get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return defaults.server_error(request)
