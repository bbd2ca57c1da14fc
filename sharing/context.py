"""What every template knows of the person who looks at it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def viewer(request: HttpRequest) -> dict[str, Any]:
    """The viewer, her memberships to choose from, and the address of the running version's source."""
    return {
        "viewer": getattr(request, "viewer", None),
        "memberships": getattr(request, "memberships", []),
        "source_url": settings.SOURCE_URL,
    }
