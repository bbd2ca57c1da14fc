"""The outermost middleware: each request gets an id, is counted, timed and logged; probes are answered first."""

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
    """Give each request an id (that of the front server if it sends one) and one log line without personal data."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer under an id, then count and log the answer."""
        header = request.headers.get(ID_HEADER, "")
        request_id = header if _ID.fullmatch(header) else uuid4().hex
        start = time.monotonic()
        with structlog.contextvars.bound_contextvars(request=request_id):
            response = self.get_response(request)
            self._record(request, response, time.monotonic() - start)
        response.headers[ID_HEADER] = request_id
        return response

    def _record(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        """Record the name of the view: an address may name what a person reads."""
        match = request.resolver_match
        view = match.view_name if match else ""
        metrics.count(view=view or "other", method=request.method or "", status=response.status_code, seconds=seconds)
        if view or response.status_code >= 500:
            ms = round(seconds * 1000, 1)
            log.info("request", view=view or "other", method=request.method, status=response.status_code, ms=ms)


class ProbeMiddleware:
    """Answer probes before sessions and hosts are looked at: they must work while the database is down."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or pass the request on."""
        probe = PROBES.get(request.path_info.removeprefix("/"))
        return probe(request) if probe else self.get_response(request)
