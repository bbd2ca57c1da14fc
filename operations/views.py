"""The page System status in the Wagtail admin: the results of `manage.py doctor` on a screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from operations.health.checks import Level, run_checks
from operations.health.registry import HEALTH_CHECKS

BY_SEVERITY = (Level.ERROR, Level.WARNING, Level.NOTE)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Run all health checks now; portal/admin_gate.py admits only the node administrator."""
    results = run_checks(HEALTH_CHECKS)
    issues = [issue for result in results for issue in result.issues]
    context = {
        "issues": sorted(issues, key=lambda issue: BY_SEVERITY.index(issue.level)),
        "healthy": [result.check.label for result in results if result.ran and not result.issues],
        "not_checked": [result.check.label for result in results if not result.ran],
    }
    return render(request, "operations/health.html", context)
