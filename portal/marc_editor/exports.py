"""Records as files: one, or all of the librarian's school, or those of one of its collections."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from access.actions import Action
from accounts.errors import NotFound
from repository.actions import Description, Record
from repository.formats.exports import FORMATS, Format
from repository.models import Resource
from repository.queries import owned_by, resource_for
from sharing.http import ViewerRequest, librarian_required

_AT_ONCE = 200  # records read from the database together


@librarian_required
@require_safe
def one(request: ViewerRequest, resource: UUID, file_format: str) -> HttpResponse:
    """Download the record of one resource."""
    exported = resource_for(request.viewer, resource, Action.EDIT)
    wanted = _format(file_format)
    answer = HttpResponse(b"".join(wanted.write([Record.of(exported)])), content_type=wanted.media_type)
    return _named(answer, str(exported.uuid), wanted)


@librarian_required
@require_safe
def whole(request: ViewerRequest, file_format: str) -> HttpResponse:
    """Download the records of the school, or of one of its collections (?collection=)."""
    wanted = _format(file_format)
    resources = owned_by(request.viewer).order_by("sort_title", "pk")
    if collection := request.GET.get("collection"):
        resources = resources.filter(collections__pk=collection) if collection.isdigit() else resources.none()
    answer = StreamingHttpResponse(wanted.write(_records(resources)), content_type=wanted.media_type)
    return _named(answer, "hoc-lieu", wanted)


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


def _named(answer: HttpResponseBase, name: str, wanted: Format) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}.{wanted.ending}"'
    return answer  # type: ignore[return-value]
