"""Each request begins in the language of its address, and leaves none behind in its thread."""

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import translation

from config.language import RequestLanguageMiddleware

ADDRESSES = [("/tim/", "vi"), ("/en/tim/", "en"), ("/en", "en"), ("/", "vi"), ("/english/", "vi"), ("/quan-tri/", "vi")]


@pytest.mark.parametrize(("address", "language"), ADDRESSES)
@pytest.mark.parametrize("before", ["vi", "en"])
def test_a_request_begins_in_the_language_of_its_address(address: str, language: str, before: str) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        started_in.append(translation.get_language())
        translation.activate("en" if language == "vi" else "vi")
        return HttpResponse()

    started_in: list[str] = []
    with translation.override(before):
        RequestLanguageMiddleware(answer)(RequestFactory().get(address))
        assert translation.get_language() == before
    assert started_in == [language]


def test_what_is_made_while_it_is_sent_has_the_language_of_its_screen() -> None:
    def answer(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(str(translation.get_language()) for _part in range(2))

    with translation.override("vi"):
        sent = RequestLanguageMiddleware(answer)(RequestFactory().get("/en/tim/"))
        assert b"".join(sent) == b"enen"
        assert translation.get_language() == "vi"
