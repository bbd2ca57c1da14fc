"""What the gate hands out: page images, covers, segments, captions, files; each request is decided anew."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from reading import playlist
from reading.errors import PartMissing
from reading.gate import ReadAccess, authorize_discover, authorize_read
from reading.serving import NO_STORE, StoredContent, redirect, serve
from repository.models import Blob, Page, Resource, ResourceFile
from repository.queries import file_of
from repository.store import links
from repository.store.errors import LinkRefused
from repository.store.keys import blob_key
from sharing.http import ViewerRequest

Role = ResourceFile.Role
COVER_MAX_AGE = "private, max-age=300"
SEGMENT_MAX_AGE = "private, max-age=60"


@require_safe
def page_image(request: ViewerRequest, resource: UUID, page: UUID) -> HttpResponseBase:
    """The image of a page, for those who may read."""
    entry = authorize_read(request.viewer, resource)
    image = _page(entry.resource, page).image
    if image is None:
        raise PartMissing
    return _hand_out(request, entry, _image(image.blob, f"{page}.jpg"))


@require_safe
def page_thumbnail(request: ViewerRequest, resource: UUID, page: UUID) -> HttpResponseBase:
    """The small image of a page; a page without one shows the whole image."""
    entry = authorize_read(request.viewer, resource)
    image = _page(entry.resource, page).image
    if image is None:
        raise PartMissing
    return _hand_out(request, entry, _image(image.thumbnail or image.blob, f"{page}.jpg"))


@require_safe
def cover(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """The cover, for those who may know of the resource."""
    file = _file(authorize_discover(request.viewer, resource), Role.COVER)
    return serve(
        request, StoredContent(blob_key(file.blob_id), file.content_type, file.name, cache_control=COVER_MAX_AGE)
    )


@require_safe
def stream(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """The playlist, which names the gate for every segment."""
    file = _file(authorize_read(request.viewer, resource).resource, Role.STREAM)

    def address(number: int) -> str:
        return reverse("reading:segment", args=[resource, number])

    answer = HttpResponse(playlist.write(file, address), content_type="application/vnd.apple.mpegurl")
    answer["Cache-Control"] = NO_STORE
    return answer


@require_safe
def segment(request: ViewerRequest, resource: UUID, number: int) -> HttpResponseBase:
    """Some seconds of a recording."""
    entry = authorize_read(request.viewer, resource)
    file = _file(entry.resource, Role.STREAM)
    part = playlist.place_of(file, number)
    return serve(
        request,
        StoredContent(
            blob_key(file.blob_id), file.content_type, file.name, part=part, cache_control=_cache_control(entry)
        ),
    )


@require_safe
def captions(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """What is said, as WebVTT."""
    entry = authorize_read(request.viewer, resource)
    file = _file(entry.resource, Role.CAPTIONS)
    return serve(request, StoredContent(blob_key(file.blob_id), "text/vtt", "captions.vtt"))


@require_safe
def original(request: ViewerRequest, resource: UUID, file: UUID) -> HttpResponseBase:
    """An original as it was received, to keep."""
    entry = authorize_read(request.viewer, resource)
    entry.require_download()
    found = entry.resource.files.filter(uuid=file, role=Role.ORIGINAL).first()
    if found is None:
        raise PartMissing
    return redirect(StoredContent(blob_key(found.blob_id), found.content_type, found.name, inline=False))


@require_safe
def searchable_pdf(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """The PDF with a text layer, to keep."""
    entry = authorize_read(request.viewer, resource)
    entry.require_download()
    found = _file(entry.resource, Role.SEARCHABLE_PDF)
    return redirect(StoredContent(blob_key(found.blob_id), found.content_type, found.name, inline=False))


@require_safe
def stored(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a signed address of the disk store names; nobody is asked who she is."""
    try:
        link = links.read(token)
    except LinkRefused as refused:
        raise NotFound from refused
    return serve(
        request,
        StoredContent(link.key, link.content_type, link.file_name, link.inline, cache_control="private, max-age=60"),
    )


def _hand_out(request: HttpRequest, entry: ReadAccess, piece: StoredContent) -> HttpResponseBase:
    return redirect(piece) if entry.may_be_linked else serve(request, piece)


def _image(blob: Blob, file_name: str) -> StoredContent:
    return StoredContent(blob_key(blob.pk), blob.content_type, file_name)


def _cache_control(entry: ReadAccess) -> str:
    return SEGMENT_MAX_AGE if entry.may_be_linked else NO_STORE


def _page(resource: Resource, page: UUID) -> Page:
    pages = resource.pages.filter(uuid=page).select_related("image__blob", "image__thumbnail")
    found = pages.only("resource", "image__blob__content_type", "image__thumbnail__content_type").first()
    if found is None:
        raise PartMissing
    return found


def _file(resource: Resource, role: Role) -> ResourceFile:
    found = file_of(resource, role)
    if found is None:
        raise PartMissing
    return found
