"""The administrator's page: what `manage.py doctor` says, on a screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.health.finding import Level
from config.health.list import HEALTH_CHECKS
from config.health.looking import run_checks
from config.health.names import label_of

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
