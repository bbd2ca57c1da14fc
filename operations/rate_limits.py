"""Rate limits of expensive views, for each person and for all visitors of one network address: one table.

To limit a view, name it in LIMITS. The numbers for an address let a school of a thousand pupils work behind one router.
Password guessing is limited in accounts/login_throttle.py.

django-ratelimit and limits were looked at: both count in a cache, and a cache in files loses concurrent additions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import rate_counter
from accounts.errors import RateLimited
from accounts.login_throttle import client_network
from accounts.rate_counter import Rate
from sharing.http import is_admin_view
from sharing.middleware import error_response


@dataclass(frozen=True)
class Limit:
    """Requests allowed in `seconds`: for a signed-in person, and for all visitors of one address together.

    `parameter`: only requests with this query parameter count.
    """

    name: str
    person: int
    address: int
    seconds: int = 60
    method: str = "GET"
    parameter: str = ""


LOGIN = Limit("sign-in", 60, 3000, method="POST")
SEARCH = Limit("search", 120, 3000)
SUGGESTION = Limit("suggestion", 300, 6000)
CHOICE = Limit("choice in a picker", 300, 3000)
SEARCH_INSIDE = Limit("search inside", 120, 3000)
EXPLANATION = Limit("explanation", 60, 1200)
DOWNLOAD = Limit("download", 60, 1200)
UPLOAD = Limit("upload", 300, 300, method="POST")
CHUNKED_UPLOAD = Limit("chunked upload", 3000, 6000, method="POST")  # one request for each file of a folder
EXPORT = Limit("export", 10, 10, parameter="export")
OWN_EXPORT = Limit("export of own data", 10, 600)
PASSWORD_RESET = Limit("password reset", 5, 200, seconds=3600, method="POST")
PASSWORD = Limit("password", 10, 200, seconds=300, method="POST")
NEW_PASSWORD = Limit("new password", 10, 1000, seconds=300, method="POST")  # a grade on its first day, one router
LOGIN_SLIPS = Limit("login slips", 60, 60, seconds=600, method="POST")
PROPOSAL = Limit("proposal", 60, 60, method="POST")

LIMITS: dict[str, tuple[Limit, ...]] = {
    "account_login": (LOGIN,),
    "account_reset_password": (PASSWORD_RESET,),
    "account_email": (PASSWORD,),
    "account_change_password": (NEW_PASSWORD,),
    "account_reauthenticate": (PASSWORD,),
    "reading:results": (SEARCH,),
    "reading:suggestions": (SUGGESTION,),
    "reading:facet_values": (SEARCH,),
    "reading:find_inside": (SEARCH_INSIDE,),
    "sharing:find_partners": (CHOICE,),
    "sharing:find_audiences": (CHOICE,),
    "sharing:find_people": (CHOICE,),
    "sharing:find_collections": (CHOICE,),
    "sharing:find_members": (CHOICE,),
    "sharing:find_schools": (CHOICE,),
    "sharing:why": (EXPLANATION,),
    "sharing:preview": (EXPLANATION,),
    "sharing:new_agreement": (PROPOSAL,),
    "sharing:propose": (PROPOSAL,),
    "reading:export": (OWN_EXPORT,),
    "reading:original": (DOWNLOAD,),
    "reading:searchable_pdf": (DOWNLOAD,),
    "ingest:uploads": (UPLOAD,),
    "roster:start": (UPLOAD,),
    "imports:start": (UPLOAD,),
    "roster:slips": (LOGIN_SLIPS,),
    "roster:list_slips": (LOGIN_SLIPS,),
    "ingest:chunked_uploads": (CHUNKED_UPLOAD,),
}


class RateLimitMiddleware:
    """Answer 429 with the seconds to wait when a limit is exceeded; runs after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; its view is known in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Count the request, and refuse it if it exceeds a limit."""
        for limit in limits_for(request):
            seconds = hit(limit, request)
            if seconds:
                return error_response(request, RateLimited(seconds=seconds))
        return None


def limits_for(request: HttpRequest) -> list[Limit]:
    """Return the limits that apply to this request."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    # Every list of the admin can be exported.
    limits = (EXPORT,) if is_admin_view(request) else LIMITS.get(name, ())
    method = "GET" if request.method == "HEAD" else request.method
    return [
        limit for limit in limits if limit.method == method and (not limit.parameter or limit.parameter in request.GET)
    ]


def hit(limit: Limit, request: HttpRequest) -> int:
    """Count the request; return the seconds to wait, or 0 if the limit is not exceeded."""
    person = request.user.pk if request.user.is_authenticated else None
    identifier = f"person {person}" if person else client_network(request)
    rate = Rate(limit.name, limit.person if person else limit.address, limit.seconds)
    if not identifier:
        return 0
    state = rate_counter.hit(rate, identifier, now=timezone.now())
    return state.seconds_left if state.is_over(rate) else 0
