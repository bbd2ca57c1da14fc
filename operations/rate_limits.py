"""How often one person, or all who sit behind one address, may ask for what costs much: one table.

To limit an address: name its view here. The numbers for an address let a school of a thousand pupils work behind one
router; guessing at passwords is guarded in accounts/login_throttle.py.
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
from sharing.middleware import error_response


@dataclass(frozen=True)
class Limit:
    """So often in so many seconds: for somebody signed in, and for all visitors of one address together."""

    name: str
    person: int
    address: int
    seconds: int = 60
    method: str = "GET"
    parameter: str = ""  # only where the address has it


LOGIN = Limit("sign-in", 60, 3000, method="POST")
SEARCH = Limit("search", 120, 3000)
SUGGESTION = Limit("suggestion", 300, 6000)
SEARCH_INSIDE = Limit("search inside", 120, 3000)
EXPLANATION = Limit("why", 60, 1200)
DOWNLOAD = Limit("download", 60, 1200)
UPLOAD = Limit("upload", 300, 300, method="POST")
CHUNKED_UPLOAD = Limit("sending", 3000, 6000, method="POST")  # one for each file of a folder
EXPORT = Limit("export", 10, 10, parameter="export")
PASSWORD_RESET = Limit("letter", 5, 200, seconds=3600, method="POST")
PASSWORD = Limit("password", 10, 200, seconds=300, method="POST")
PROPOSAL = Limit("proposal", 60, 60, method="POST")

LIMITS: dict[str, tuple[Limit, ...]] = {
    "account_login": (LOGIN,),
    "account_reset_password": (PASSWORD_RESET,),
    "account_email": (PASSWORD,),
    "account_change_password": (PASSWORD,),
    "account_reauthenticate": (PASSWORD,),
    "reading:results": (SEARCH,),
    "reading:suggestions": (SUGGESTION,),
    "reading:find_inside": (SEARCH_INSIDE,),
    "sharing:why": (EXPLANATION,),
    "sharing:preview": (EXPLANATION,),
    "sharing:new_agreement": (PROPOSAL,),
    "sharing:propose": (PROPOSAL,),
    "reading:original": (DOWNLOAD,),
    "reading:searchable_pdf": (DOWNLOAD,),
    "ingest:uploads": (UPLOAD,),
    "ingest:incoming_files": (CHUNKED_UPLOAD,),
}
# Lists of the desk, whatever they are called, with their export.
ADMIN_PREFIX = "/quan-tri/"


class RateLimitMiddleware:
    """Answers 429, with the seconds to wait, what comes too often; behind the middleware that knows who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only pass on: which view it is, is not known yet."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Count, and refuse what is over."""
        for limit in limits_for(request):
            seconds = hit(limit, request)
            if seconds:
                return error_response(request, RateLimited(seconds=seconds))
        return None


def limits_for(request: HttpRequest) -> list[Limit]:
    """The limits that this request counts for."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    named = (EXPORT,) if request.path.startswith(ADMIN_PREFIX) else LIMITS.get(name, ())
    method = "GET" if request.method == "HEAD" else request.method
    return [one for one in named if one.method == method and (not one.parameter or one.parameter in request.GET)]


def hit(limit: Limit, request: HttpRequest) -> int:
    """Count once more; 0 where she may go on."""
    person = request.user.pk if request.user.is_authenticated else None
    who = f"person {person}" if person else client_network(request)
    rate = Rate(limit.name, limit.person if person else limit.address, limit.seconds)
    if not who:
        return 0
    count = rate_counter.hit(rate, who, now=timezone.now())
    return count.seconds_left if count.is_over(rate) else 0
