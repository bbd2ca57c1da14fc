"""What every request passes first: it gets an id, is counted and timed; probes are answered before all else."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

from operations import metrics
from operations.probes import PROBES

GetResponse = Callable[[HttpRequest], HttpResponse]

ID_HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
log = structlog.get_logger("operations.requests")


class RequestMiddleware:
    """Gives each request an id (a front server's own where it sends one), and one log line without the person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name it, answer it, count it."""
        given = request.headers.get(ID_HEADER, "")
        name = given if _ID.fullmatch(given) else uuid4().hex
        began = time.monotonic()
        with structlog.contextvars.bound_contextvars(request=name):
            response = self.get_response(request)
            self._note(request, response, time.monotonic() - began)
        response.headers[ID_HEADER] = name
        return response

    def _note(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        """Under the name of its view: an address may name what somebody reads."""
        match = request.resolver_match
        view = match.view_name if match else ""
        metrics.count(view=view or "other", method=request.method or "", status=response.status_code, seconds=seconds)
        if view or response.status_code >= 500:
            ms = round(seconds * 1000, 1)
            log.info("request", view=view or "other", method=request.method, status=response.status_code, ms=ms)


class ProbeMiddleware:
    """Answers probes without sessions, hosts and people: they must tell of a database that is gone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A probe's answer, or the way on."""
        probe = PROBES.get(request.path.removeprefix("/"))
        return probe(request) if probe else self.get_response(request)
