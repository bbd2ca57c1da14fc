"""The language of the admin: the one in which the person last read the site, or the one chosen on the account page.

Addresses of the site carry their language (`/en/…`); addresses of the admin do not, so the session stores it. A cookie
stores it after the session has ended, so that the sign-in that follows has the language of the desk.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import translation

SIGN_IN = "account_login"
STORED_AS = "language"
COOKIE_SECONDS = 365 * 24 * 3600


class AdminLanguageMiddleware:
    """Activate the stored language in the admin; store the language of every screen of the site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run directly after LocaleMiddleware, so that redirects of later middleware use the right addresses."""
        if request.path_info.startswith(settings.ADMIN_PREFIX):
            code = request.session.get(STORED_AS) or _of_cookie(request)
            translation.activate(code)
            request.LANGUAGE_CODE = code
            return _with_cookie(request, self.get_response(request))
        response = self.get_response(request)
        if SESSION_KEY in request.session and _is_screen(request, response):
            store_language(request, request.LANGUAGE_CODE)
            return _with_cookie(request, response)
        return response


def store_language(request: HttpRequest, code: str) -> None:
    """Use this language in the admin from the next request on. Unknown codes are ignored."""
    if code in dict(settings.LANGUAGES) and request.session.get(STORED_AS, settings.LANGUAGE_CODE) != code:
        request.session[STORED_AS] = code


def _of_cookie(request: HttpRequest) -> str:
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _with_cookie(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the cookie say what the session stores, if it does not yet."""
    code = request.session.get(STORED_AS)
    if code and code != _of_cookie(request):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=COOKIE_SECONDS,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


def _is_screen(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the response is an HTML page, or a sign-in, which leads from a page to the admin.

    A preview is none: Wagtail runs it through the middleware as a dummy request with the cookies of the real one.
    """
    if getattr(request, "is_dummy", False):
        return False
    if request.resolver_match and request.resolver_match.view_name == SIGN_IN:
        return True
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
