"""The administrator's page: what `manage.py doctor` says, on a screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.health.finding import Level
from config.health.list import EXAMINATIONS
from config.health.looking import look
from config.health.names import name_of

GRAVEST_FIRST = (Level.ERROR, Level.WARNING, Level.NOTE)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Look at everything now; the gate of the admin lets the node administrator alone come here."""
    results = look(EXAMINATIONS)
    found = [finding for result in results for finding in result.findings]
    context = {
        "findings": sorted(found, key=lambda finding: GRAVEST_FIRST.index(finding.level)),
        "well": [name_of(result.part) for result in results if result.looked and not result.findings],
        "left_out": [name_of(result.part) for result in results if not result.looked],
    }
    return render(request, "config/health.html", context)
