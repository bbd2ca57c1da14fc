"""Security headers of every answer: pages, files, errors and redirects of all middleware and views."""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase

from accounts.site_address import host_name, host_of
from config.csp import UPLOAD_SOURCES
from sharing.http import is_admin_view

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
STORED_OBJECT = "reading:stored"
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
        if not report_only and is_admin_view(request):
            parts.config = settings.ADMIN_CSP
        if not report_only and is_content_host(request):
            parts.config = UPLOAD_SOURCES
        return parts


class ContentHostMiddleware:
    """Serve nothing but stored objects on the host of CONTENT_URL: no page, no form, no cookie.

    The view decides, to which Django resolved the request; whatever else was to be answered is replaced.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on requests for stored objects and requests to other hosts; answer 404 to all others."""
        response = self.get_response(request)
        return HttpResponseNotFound() if is_content_host(request) and not _is_stored_object(request) else response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run no other view on that host."""
        return HttpResponseNotFound() if is_content_host(request) and not _is_stored_object(request) else None


def is_content_host(request: HttpRequest) -> bool:
    """Return whether the request names the host of CONTENT_URL, on whatever port; Django checks ALLOWED_HOSTS."""
    return host_name(str(request.META.get("HTTP_HOST", ""))) == host_of(settings.CONTENT_URL)


def _is_stored_object(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name == STORED_OBJECT


def _is_signed_in(request: HttpRequest) -> bool:
    person = getattr(request, "user", None)
    return person is not None and person.is_authenticated
