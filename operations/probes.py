"""`/healthz`, `/readyz` and `/metrics` for monitoring. The answers contain no addresses and no secrets."""

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
from operations.health.checks import Level, Result, run_checks
from operations.health.queues import all_queues
from operations.health.registry import READINESS_CHECKS

TIMEOUT_SECONDS = 4.0  # for each check; they run in parallel
CACHE_SECONDS = 2.0  # for which an answer is repeated: frequent requests cost nothing

_lock = Lock()
_cached: list[tuple[float, dict[str, Any]]] = []


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200: this process runs. Nothing else is checked."""
    return JsonResponse({"alive": True}, headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer each part with the code of its first error; 503 when a part is not ready."""
    status = _readiness()
    return JsonResponse(status, status=200 if status["ready"] else 503, headers={"Cache-Control": "no-store"})


@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus' text format, with METRICS_TOKEN or, if none is set, to METRICS_ADDRESSES only."""
    if not _may_scrape(request):
        return HttpResponseNotFound()
    return HttpResponse(metrics.render(), content_type=metrics.CONTENT_TYPE, headers={"Cache-Control": "no-store"})


PROBES: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {
    "healthz": healthz,
    "readyz": readyz,
    "metrics": metrics_page,
}


def _readiness() -> dict[str, Any]:
    with _lock:
        if not _cached or time.monotonic() - _cached[0][0] > CACHE_SECONDS:
            results = run_checks(READINESS_CHECKS, timeout=TIMEOUT_SECONDS)
            _cached[:] = [(time.monotonic(), _payload(results))]
        return _cached[0][1]


def _payload(results: list[Result]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for result in results:
        errors = [issue.code for issue in result.issues if issue.level == Level.ERROR]
        code = errors[0] if errors else "not_looked_at"
        parts[result.check.name] = {"ready": True} if result.is_healthy else {"ready": False, "code": code}
    if parts["queues"]["ready"]:
        with suppress(DatabaseError):
            now = timezone.now()
            parts["queues"]["oldest_seconds"] = {queue.queue: round(queue.age(now)) for queue in all_queues(now)}
    return {"ready": all(part["ready"] for part in parts.values()), "parts": parts}


def _may_scrape(request: HttpRequest) -> bool:
    """Return whether the request may read the metrics.

    Behind a front server on this machine every request comes from a local address: a forwarded one is never local.
    """
    if settings.METRICS_TOKEN:
        header = request.headers.get("Authorization", "")
        return hmac.compare_digest(header.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    forwarded = {"X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via"} & set(request.headers)
    return not forwarded and request.META.get("REMOTE_ADDR") in settings.METRICS_ADDRESSES
