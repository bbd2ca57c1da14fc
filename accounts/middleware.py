"""A person with a temporary password must replace it before anything else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

CHANGE_VIEW = "account_change_password"
EXEMPT_VIEWS = frozenset(
    {
        CHANGE_VIEW,
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "set_language",
    }
)


class TemporaryPasswordMiddleware:
    """Redirect every request of a person with a temporary password to the page where it is replaced."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; its view is known in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Pass on requests of people with a password of their own, and the views that the replacement needs."""
        person, match = request.user, request.resolver_match
        if not person.is_authenticated or person.temporary_password_expires_at is None:
            return None
        return None if match and match.view_name in EXEMPT_VIEWS else redirect(CHANGE_VIEW)
