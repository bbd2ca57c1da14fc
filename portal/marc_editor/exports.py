"""Records as files: one, or those that a list of the desk finds (portal/desk/record_export.py)."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from access.actions import Action
from accounts.errors import NotFound
from repository.actions import Description, Record
from repository.formats.exports import FORMATS, Format
from repository.models import Resource
from repository.queries import resource_for
from sharing.http import ViewerRequest, librarian_required

_AT_ONCE = 200  # records read from the database together


@librarian_required
@require_safe
def one(request: ViewerRequest, resource: UUID, file_format: str) -> HttpResponse:
    """Download the record of one resource."""
    exported = resource_for(request.viewer, resource, Action.EDIT)
    wanted = _format(file_format)
    answer = HttpResponse(b"".join(wanted.write([Record.of(exported)])), content_type=wanted.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{exported.uuid}.{wanted.ending}"'
    return answer


def streamed(resources: QuerySet[Resource], wanted: Format) -> StreamingHttpResponse:
    """Return the download of the records of many resources; in memory are a few hundred at a time."""
    answer = StreamingHttpResponse(wanted.write(_records(resources)), content_type=wanted.media_type)
    answer["Content-Disposition"] = f'attachment; filename="hoc-lieu.{wanted.ending}"'
    return answer


def _records(resources: QuerySet[Resource]) -> Iterator[Record]:
    read = resources.select_related("marc").prefetch_related("contributors", "headings")
    return map(_record, read.iterator(chunk_size=_AT_ONCE))


def _record(resource: Resource) -> Record:
    stored = getattr(resource, "marc", None)
    return Record(Description.of(resource), None if stored is None else bytes(stored.raw))


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise NotFound
    return FORMATS[name]
