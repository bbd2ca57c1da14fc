"""Who has a password that was given to her chooses her own before anything else."""

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
    """Leads from every address to the choice of a password, as long as the first one stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only pass on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let through who chose her own password, and the few addresses that the choice needs."""
        person, match = request.user, request.resolver_match
        if not person.is_authenticated or person.temporary_password_expires_at is None:
            return None
        return None if match and match.view_name in EXEMPT_VIEWS else redirect(CHANGE_VIEW)
