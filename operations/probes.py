"""`/healthz`, `/readyz` and `/metrics`: what machines ask. Nothing in the answers helps a stranger."""

import hmac
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from operations import metrics
from operations.health.queues import queue_states
from operations.health.registry import READINESS_CHECKS
from operations.health.runner import run_checks
from operations.health.types import Level, Result

READY_SECONDS = 4.0  # for each part; they are asked side by side
CACHE_SECONDS = 2.0  # seconds for which an answer is given again: asking often costs nothing

_measuring = Lock()
_last: list[tuple[float, dict[str, Any]]] = []


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return JsonResponse({"alive": True}, headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part by name, with the code of what is wrong: 503 when one is not ready."""
    status = _readiness()
    return JsonResponse(status, status=200 if status["ready"] else 503, headers={"Cache-Control": "no-store"})


@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Prometheus' text, for whoever knows METRICS_TOKEN or, where none is set, for this machine alone."""
    if not _may_scrape(request):
        return HttpResponseNotFound()
    return HttpResponse(metrics.render(), content_type=metrics.CONTENT_TYPE, headers={"Cache-Control": "no-store"})


PROBES: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {
    "healthz": healthz,
    "readyz": readyz,
    "metrics": metrics_page,
}


def _readiness() -> dict[str, Any]:
    with _measuring:
        if not _last or time.monotonic() - _last[0][0] > CACHE_SECONDS:
            results = run_checks(READINESS_CHECKS, seconds=READY_SECONDS)
            _last[:] = [(time.monotonic(), _payload(results))]
        return _last[0][1]


def _payload(results: list[Result]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for result in results:
        errors = [finding.code for finding in result.findings if finding.level == Level.ERROR]
        code = errors[0] if errors else "not_looked_at"
        parts[result.name] = {"ready": True} if result.is_healthy else {"ready": False, "code": code}
    if parts["queues"]["ready"]:
        with suppress(DatabaseError):
            now = timezone.now()
            parts["queues"]["oldest_seconds"] = {queue.name: round(queue.age(now)) for queue in queue_states(now)}
    return {"ready": all(part["ready"] for part in parts.values()), "parts": parts}


def _may_scrape(request: HttpRequest) -> bool:
    """A front server on this machine makes everybody look local: what it passed on is never local."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    passed_on = {"X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via"} & set(request.headers)
    return not passed_on and request.META.get("REMOTE_ADDR") in settings.METRICS_ADDRESSES
