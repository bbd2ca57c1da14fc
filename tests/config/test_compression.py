"""Pages are compressed for browsers that take it; pictures and files keep their bytes, tags and ranges."""

import gzip

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import RequestFactory

from config.compression import PageCompressionMiddleware

TEXT = b"Tr\xc6\xb0\xe1\xbb\x9dng " * 500


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "text/css"])
def test_a_text_is_compressed(kind: str) -> None:
    response = answered(HttpResponse(TEXT, content_type=kind))
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.content) < len(TEXT) / 10
    assert gzip.decompress(response.content) == TEXT
    assert "Content-Encoding" not in answered(HttpResponse(TEXT, content_type=kind), accepts="").headers


def test_pictures_and_files_keep_their_bytes(tmp_path) -> None:
    picture = answered(HttpResponse(TEXT, content_type="image/webp", headers={"ETag": '"a"'}))
    assert (picture.content, picture.headers["ETag"]) == (TEXT, '"a"')
    (tmp_path / "a.html").write_bytes(TEXT)
    streamed = answered(FileResponse((tmp_path / "a.html").open("rb"), content_type="text/html"))
    assert streamed.getvalue() == TEXT


def answered(response: HttpResponse | FileResponse, accepts: str = "gzip") -> HttpResponse:
    """Return what the middleware makes of a response."""

    def view(request: HttpRequest) -> HttpResponse | FileResponse:
        return response

    return PageCompressionMiddleware(view)(RequestFactory().get("/", headers={"Accept-Encoding": accepts}))
