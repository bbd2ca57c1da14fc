"""The delivery of stored bytes: by a signed address, by the front server (X-Accel-Redirect), or by this process.

Library considered: django-sendfile2 serves files of a folder; objects on S3 and single segments need ranges of our own.
"""

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

from reading.ranges import ByteRange, NotSatisfiable, parse_range
from repository.store import links, store
from repository.store.keys import digest_in, is_blob

LINK_SECONDS = 60
# Types that browsers may display; all others are downloaded, whatever type their uploader gave.
INLINE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "video/mp4", "video/mp2t", "audio/mp4", "text/vtt"})
NO_STORE = "private, no-store"


class _StreamedFile(FileResponse):
    """A response in larger blocks than Django's 4 KB, for storage that no server can send from by itself."""

    block_size = 256 * 1024  # bytes


@dataclass(frozen=True)
class StoredContent:
    """A stored object, or a part of it that is served like a whole object."""

    key: str
    content_type: str
    file_name: str
    inline: bool = True
    part: ByteRange | None = None
    cache_control: str = NO_STORE

    @property
    def disposition(self) -> str:
        """The Content-Disposition: inline only if requested and safe."""
        return links.disposition(self.file_name, self.inline and self.content_type in INLINE_TYPES)

    @property
    def tag(self) -> str:
        """The strong ETag of a key that is a digest: the bytes behind it never change. Others have none ("")."""
        if not is_blob(self.key):
            return ""
        suffix = f"-{self.part.start}-{self.part.end}" if self.part else ""
        return f'"{digest_in(self.key)}{suffix}"'


def redirect(content: StoredContent) -> HttpResponse:
    """Redirect to a signed address, which opens the object to everybody for a minute; browsers cache it for less."""
    address = store().link(
        content.key,
        seconds=LINK_SECONDS,
        content_type=content.content_type,
        file_name=content.file_name,
        inline=content.inline and content.content_type in INLINE_TYPES,
    )
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = f"private, max-age={LINK_SECONDS - 10}"
    response["Referrer-Policy"] = "no-referrer"
    return response


def serve(request: HttpRequest, content: StoredContent) -> HttpResponseBase:
    """Send the bytes, through the front server if there is one."""
    if settings.X_ACCEL_PREFIX and content.part is None and settings.OBJECT_STORE_URL.startswith("file:"):
        response: HttpResponseBase = HttpResponse()
        response["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + quote(content.key)
        return _with_headers(response, content)
    may_be_cached = content.tag and content.cache_control != NO_STORE
    unchanged = get_conditional_response(request, etag=content.tag) if may_be_cached else None
    if unchanged is not None:
        unchanged["Cache-Control"] = content.cache_control
        return unchanged
    return _with_headers(_response(request, content), content)


def _response(request: HttpRequest, content: StoredContent) -> HttpResponseBase:
    available = content.part or ByteRange(0, store().size(content.key))
    try:
        requested = _requested_range(request, content, len(available))
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(available)}"})
    sent = requested or ByteRange(0, len(available))
    response = _body(request, content, ByteRange(available.start + sent.start, available.start + sent.end))
    response["Content-Length"] = str(len(sent))
    if requested is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {sent.start}-{sent.end - 1}/{len(available)}"
    return response


def _requested_range(request: HttpRequest, content: StoredContent, size: int) -> ByteRange | None:
    """Return the requested range; only GET has one, and none with an If-Range of another tag or a date."""
    condition = request.headers.get("If-Range", content.tag)
    if request.method != "GET" or condition != content.tag:
        return None
    return parse_range(request.headers.get("Range", ""), size)


def _body(request: HttpRequest, content: StoredContent, sent: ByteRange) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse()
    return _StreamedFile(store().open(content.key, sent.start, sent.end))


def _with_headers(response: HttpResponseBase, content: StoredContent) -> HttpResponseBase:
    charset = "; charset=utf-8" if content.content_type.startswith("text/") else ""
    response["Content-Type"] = content.content_type + charset
    response["Content-Disposition"] = content.disposition
    response["Accept-Ranges"] = "bytes"
    if content.tag:
        response["ETag"] = content.tag
    response["Cache-Control"] = content.cache_control
    # No script of an uploaded file may run in this origin.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
