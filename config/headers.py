"""The headers that every answer carries: pages, files, refusals and failures alike, whoever made the answer."""

from collections.abc import Callable
from urllib.parse import urlsplit

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase

from config.csp import UPLOAD_SOURCES
from repository.store.links import PATH as STORED

GetResponse = Callable[[HttpRequest], HttpResponseBase]

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ADMIN_PREFIX = "/quan-tri/"
SIGN_OUT = "account_logout"
NO_STORE = "private, no-store"


class HeadersMiddleware:
    """Stands before all others; a header that a view has set stays as it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and label the answer."""
        answer = self.get_response(request)
        for name, value in ALWAYS.items():
            answer.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS:
            answer.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        if _is_signed_in(request):
            answer.headers.setdefault("Cache-Control", NO_STORE)  # computers of a school have many users
        if request.method == "POST" and request.resolver_match and request.resolver_match.view_name == SIGN_OUT:
            answer.headers.setdefault("Clear-Site-Data", '"storage"')  # where she was reading, too
        return answer


class PolicyMiddleware(CSPMiddleware):
    """One content security policy for readers, one for the desk; bytes of the store bring their own."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy of this URL."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path.startswith(ADMIN_PREFIX):
            parts.config = settings.ADMIN_CSP
        if not report_only and is_content_host(request):
            parts.config = UPLOAD_SOURCES
        return parts


class ContentHostMiddleware:
    """On the second host name stands nothing but stored objects: no page, no form, no cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what asks for a stored object, or came by the portal's own name."""
        if is_content_host(request) and not request.path.startswith(STORED):
            return HttpResponseNotFound()
        return self.get_response(request)


def is_content_host(request: HttpRequest) -> bool:
    """Whether the request names the host of CONTENT_URL; a forged name is refused elsewhere."""
    return str(request.META.get("HTTP_HOST", "")).lower() == urlsplit(settings.CONTENT_URL).netloc.lower()


def _is_signed_in(request: HttpRequest) -> bool:
    person = getattr(request, "user", None)
    return person is not None and person.is_authenticated
