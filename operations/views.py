"""The administrator's page: what `manage.py doctor` says, on a screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from operations.health.labels import label_of
from operations.health.registry import HEALTH_CHECKS
from operations.health.runner import run_checks
from operations.health.types import Level

BY_SEVERITY = (Level.ERROR, Level.WARNING, Level.NOTE)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Look at everything now; the gate of the admin lets the node administrator alone come here."""
    results = run_checks(HEALTH_CHECKS)
    found = [finding for result in results for finding in result.findings]
    context = {
        "findings": sorted(found, key=lambda finding: BY_SEVERITY.index(finding.level)),
        "well": [label_of(result.name) for result in results if result.ran and not result.findings],
        "left_out": [label_of(result.name) for result in results if not result.ran],
    }
    return render(request, "config/health.html", context)
