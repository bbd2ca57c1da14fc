"""The language in which a request begins: that of its address, never that of the request before it in its thread."""

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
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
        """Answer in the language of the address; what is made while it is sent has the language of its screen, too."""
        with translation.override(language_of(request.path_info)):
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
                response.streaming_content = _in_language(response.streaming_content, translation.get_language())
            return response


def language_of(path: str) -> str:
    """Return the language code of a path without its query: `en` for `/en/tim/`, the default for `/tim/`."""
    return get_language_from_path(path) or settings.LANGUAGE_CODE


def _in_language(parts: Iterable[bytes], code: str | None) -> Iterator[bytes]:
    """Yield the parts, each made in this language."""
    iterator = iter(parts)
    while True:
        with translation.override(code):
            part = next(iterator, None)
        if part is None:
            return
        yield part
