"""Security headers of every answer: pages, files, errors and redirects of all middleware and views."""

from collections.abc import Callable
from urllib.parse import urlsplit

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase

from config.csp import UPLOAD_SOURCES
from repository.store.links import PATH as STORE_PATH

GetResponse = Callable[[HttpRequest], HttpResponseBase]

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SIGN_OUT = "account_logout"
NO_STORE = "private, no-store"


class HeadersMiddleware:
    """Set the headers, except those that a view has set; outside all other middleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with security headers."""
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        if _is_signed_in(request):
            response.headers.setdefault("Cache-Control", NO_STORE)  # many people share a computer of a school
        if request.method == "POST" and request.resolver_match and request.resolver_match.view_name == SIGN_OUT:
            response.headers.setdefault("Clear-Site-Data", '"storage"')  # the browser stores reading positions there
        return response


class PolicyMiddleware(CSPMiddleware):
    """Set the content security policy of the site, of the admin or of the content host."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy for the address of the request."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path.startswith(settings.ADMIN_PREFIX):
            parts.config = settings.ADMIN_CSP
        if not report_only and is_content_host(request):
            parts.config = UPLOAD_SOURCES
        return parts


class ContentHostMiddleware:
    """Serve nothing but stored objects on the host of CONTENT_URL: no page, no form, no cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on requests for stored objects and requests to other hosts; answer 404 to all others."""
        if is_content_host(request) and not request.path.startswith(STORE_PATH):
            return HttpResponseNotFound()
        return self.get_response(request)


def is_content_host(request: HttpRequest) -> bool:
    """Return whether the request names the host of CONTENT_URL; Django checks ALLOWED_HOSTS."""
    return str(request.META.get("HTTP_HOST", "")).lower() == urlsplit(settings.CONTENT_URL).netloc.lower()


def _is_signed_in(request: HttpRequest) -> bool:
    person = getattr(request, "user", None)
    return person is not None and person.is_authenticated
