"""Authorities as a file of MARC 21 authority records."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from repository.authorities.entries import entry_of
from repository.authorities.queries import authorities_for
from repository.formats import authority_marc, marcxml
from sharing.http import ViewerRequest, cataloguing_required

AT_ONCE = 200  # authorities read from the database together


@cataloguing_required
@require_safe
def iso2709(request: ViewerRequest) -> StreamingHttpResponse:
    """Download the authorities of a kind, or all, in ISO 2709 (UTF-8)."""
    return _file(_records(request), "mrc", "application/marc")


@cataloguing_required
@require_safe
def xml(request: ViewerRequest) -> StreamingHttpResponse:
    """Download the authorities of a kind, or all, in MARCXML."""
    return _file(marcxml.write(_records(request)), "xml", "application/xml; charset=utf-8")


def _file(parts: Iterator[bytes], ending: str, media_type: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(parts, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="tieu-de-chuan.{ending}"'
    return answer


def _records(request: ViewerRequest) -> Iterator[bytes]:
    found = authorities_for(request.viewer, kind=request.GET.get("loai", ""))
    rows = found.order_by("pk").prefetch_related("variants").iterator(chunk_size=AT_ONCE)
    return (authority_marc.of(entry_of(row), row.changed_at) for row in rows)
