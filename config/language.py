"""The language in which a request begins: that of its address, never that of the request before it in its thread."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_path


class RequestLanguageMiddleware:
    """Activate the language of the address before any other middleware, and the previous one after the answer.

    LocaleMiddleware runs after the session was read and leaves its language active in the thread: without this, an
    answer that is made earlier, such as the page of a database that is down, has the language of the previous request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the address."""
        with translation.override(language_of(request.path_info)):
            return self.get_response(request)


def language_of(path: str) -> str:
    """Return the language code of a path without its query: `en` for `/en/tim/`, the default for `/tim/`."""
    return get_language_from_path(path) or settings.LANGUAGE_CODE
