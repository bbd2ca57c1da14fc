"""What every template knows of the person who looks at it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sharing.viewer import memberships_of


def viewer(request: HttpRequest) -> dict[str, Any]:
    """The viewer, her memberships to choose from, and the address of the running version's source."""
    asker = getattr(request, "viewer", None)
    person = request.user if getattr(request, "user", None) and request.user.is_authenticated else None

    def memberships() -> list[Any]:
        return memberships_of(person, now=asker.now) if person and asker else []

    return {
        "viewer": asker,
        "memberships": SimpleLazyObject(memberships),
        "source_url": settings.SOURCE_URL,
    }
