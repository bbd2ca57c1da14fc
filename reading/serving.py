"""How bytes of the store leave the house: as a signed address, by the front server, or through here with ranges."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils.cache import get_conditional_response

from reading.ranges import NotSatisfiable, Span, span
from repository.store import links, store
from repository.store.keys import digest_in

LINK_SECONDS = 60
# What browsers may show themselves; everything else is saved, whatever its uploader called it.
INLINE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "video/mp4", "video/mp2t", "audio/mp4", "text/vtt"})
NO_STORE = "private, no-store"


class _Bytes(FileResponse):
    """What no server can send from the disk by itself goes in larger pieces than Django's 4 KB."""

    block_size = 256 * 1024


@dataclass(frozen=True)
class StoredContent:
    """A stored object, or a part of it that is served as if it were a whole; `keep` is its Cache-Control."""

    key: str
    content_type: str
    file_name: str
    inline: bool = True
    part: Span | None = None
    cache_control: str = NO_STORE

    @property
    def disposition(self) -> str:
        """Shown only what may be shown, and only where it was asked for."""
        return links.disposition(self.file_name, self.inline and self.content_type in INLINE_TYPES)

    @property
    def tag(self) -> str:
        """The strong tag of these bytes: keys are digests, so they never change under one tag."""
        where = f"-{self.part.start}-{self.part.end}" if self.part else ""
        return f'"{digest_in(self.key)}{where}"'


def redirect(piece: StoredContent) -> HttpResponse:
    """A signed address, good for a minute for whoever has it; kept by the reader's own browser for less than that."""
    address = store().link(
        piece.key,
        seconds=LINK_SECONDS,
        content_type=piece.content_type,
        file_name=piece.file_name,
        inline=piece.inline and piece.content_type in INLINE_TYPES,
    )
    answer = HttpResponseRedirect(address)
    answer["Cache-Control"] = f"private, max-age={LINK_SECONDS - 10}"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def serve(request: HttpRequest, piece: StoredContent) -> HttpResponseBase:
    """The bytes themselves, by way of the front server where there is one."""
    if settings.X_ACCEL_PREFIX and piece.part is None and settings.OBJECT_STORE_URL.startswith("file:"):
        answer: HttpResponseBase = HttpResponse()
        answer["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + quote(piece.key)
        return _labelled(answer, piece)
    unchanged = None if piece.cache_control == NO_STORE else get_conditional_response(request, etag=piece.tag)
    if unchanged is not None:
        unchanged["Cache-Control"] = piece.cache_control
        return unchanged
    return _labelled(_answer(request, piece), piece)


def _answer(request: HttpRequest, piece: StoredContent) -> HttpResponseBase:
    whole = piece.part or Span(0, store().size(piece.key))
    try:
        wanted = _wanted(request, piece, len(whole))
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(whole)}"})
    sent = wanted or Span(0, len(whole))
    answer = _body(request, piece, Span(whole.start + sent.start, whole.start + sent.end))
    answer["Content-Length"] = str(len(sent))
    if wanted is not None:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {sent.start}-{sent.end - 1}/{len(whole)}"
    return answer


def _wanted(request: HttpRequest, piece: StoredContent, size: int) -> Span | None:
    """Only GET has ranges; If-Range that names other bytes, or a date, asks for the whole."""
    condition = request.headers.get("If-Range", piece.tag)
    if request.method != "GET" or condition != piece.tag:
        return None
    return span(request.headers.get("Range", ""), size)


def _body(request: HttpRequest, piece: StoredContent, sent: Span) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse()
    return _Bytes(store().open(piece.key, sent.start, sent.end))


def _labelled(answer: HttpResponseBase, piece: StoredContent) -> HttpResponseBase:
    answer["Content-Type"] = piece.content_type + ("; charset=utf-8" if piece.content_type.startswith("text/") else "")
    answer["Content-Disposition"] = piece.disposition
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = piece.tag
    answer["Cache-Control"] = piece.cache_control
    # Whatever an uploader put into it, it runs no script in this origin.
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
