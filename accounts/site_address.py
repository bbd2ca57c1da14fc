"""The address of this site: SITE_URL, never the host of a request.

Host names are compared as values: case, a final dot and the spelling of an international name make no difference.
"""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def absolute(address: str) -> str:
    """Return the full address of a path of this site; a full address is returned unchanged."""
    return urljoin(settings.SITE_URL, address)


def home_url() -> str:
    """Return the address of the home page in the active language."""
    return reverse("wagtail_serve", args=[""])


def is_on_this_site(address: str) -> bool:
    """Return whether a form may redirect to this address: a path, or a full address below SITE_URL."""
    return url_has_allowed_host_and_scheme(
        address, {urlsplit(settings.SITE_URL).netloc}, require_https=settings.SECURE_SSL
    )


def host_name(host: str) -> str:
    """Return the name in a Host header or in the network location of a URL, without its port, in one spelling.

    A host that no URL can contain is returned as the empty string.
    """
    try:
        name = urlsplit(f"//{host.strip()}").hostname or ""
        return name.rstrip(".").encode("idna").decode().lower()
    except ValueError:  # brackets that are no IPv6 address; a label that is empty or too long
        return ""


def host_of(url: str) -> str:
    """Return the host name of a full address, in one spelling."""
    return host_name(urlsplit(url).netloc)


class SiteAddressMiddleware:
    """Let `request.build_absolute_uri`, which allauth and Wagtail call, return addresses below SITE_URL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, whose host makes no address."""

        def build_absolute_uri(location: str | None = None) -> str:
            return absolute(urljoin(request.path, location or request.get_full_path()))

        request.build_absolute_uri = build_absolute_uri  # type: ignore[method-assign]
        return self.get_response(request)
