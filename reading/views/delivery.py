"""What the gate hands out: page images, covers, segments, captions, files; each request is decided anew."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from reading import playlist
from reading.errors import NothingToShow
from reading.gate import Entry, discover, enter
from reading.requests import ViewerRequest
from reading.serving import NEVER_KEPT, Piece, redirect, serve
from repository.models import Blob, Page, Resource, ResourceFile
from repository.queries import file_of
from repository.store import links
from repository.store.errors import LinkRefused
from repository.store.keys import blob_key

Role = ResourceFile.Role
COVER_KEPT = "private, max-age=300"
SEGMENT_KEPT = "private, max-age=60"


@require_safe
def page_image(request: ViewerRequest, resource: UUID, page: UUID) -> HttpResponseBase:
    """The image of a page, for those who may read."""
    entry = enter(request.viewer, resource)
    image = _page(entry.resource, page).image
    if image is None:
        raise NothingToShow
    return _hand_out(request, entry, _image(image.blob, f"{page}.jpg"))


@require_safe
def page_thumbnail(request: ViewerRequest, resource: UUID, page: UUID) -> HttpResponseBase:
    """The small image of a page; a page without one shows the whole image."""
    entry = enter(request.viewer, resource)
    image = _page(entry.resource, page).image
    if image is None:
        raise NothingToShow
    return _hand_out(request, entry, _image(image.thumbnail or image.blob, f"{page}.jpg"))


@require_safe
def cover(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """The cover, for those who may know of the resource."""
    file = _file(discover(request.viewer, resource), Role.COVER)
    return serve(request, Piece(blob_key(file.blob_id), file.content_type, file.name, keep=COVER_KEPT))


@require_safe
def stream(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """The playlist, which names the gate for every segment."""
    file = _file(enter(request.viewer, resource).resource, Role.STREAM)

    def address(number: int) -> str:
        return reverse("reading:segment", args=[resource, number])

    answer = HttpResponse(playlist.write(file, address), content_type="application/vnd.apple.mpegurl")
    answer["Cache-Control"] = NEVER_KEPT
    return answer


@require_safe
def segment(request: ViewerRequest, resource: UUID, number: int) -> HttpResponseBase:
    """Some seconds of a recording."""
    entry = enter(request.viewer, resource)
    file = _file(entry.resource, Role.STREAM)
    part = playlist.place_of(file, number)
    return serve(request, Piece(blob_key(file.blob_id), file.content_type, file.name, part=part, keep=_kept(entry)))


@require_safe
def captions(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """What is said, as WebVTT."""
    entry = enter(request.viewer, resource)
    file = _file(entry.resource, Role.CAPTIONS)
    return serve(request, Piece(blob_key(file.blob_id), "text/vtt", "captions.vtt"))


@require_safe
def original(request: ViewerRequest, resource: UUID, file: UUID) -> HttpResponseBase:
    """An original as it was received, to keep."""
    entry = enter(request.viewer, resource)
    entry.require_download()
    found = entry.resource.files.filter(uuid=file, role=Role.ORIGINAL).first()
    if found is None:
        raise NothingToShow
    return redirect(Piece(blob_key(found.blob_id), found.content_type, found.name, inline=False))


@require_safe
def searchable_pdf(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """The PDF with a text layer, to keep."""
    entry = enter(request.viewer, resource)
    entry.require_download()
    found = _file(entry.resource, Role.SEARCHABLE_PDF)
    return redirect(Piece(blob_key(found.blob_id), found.content_type, found.name, inline=False))


@require_safe
def stored(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a signed address of the disk store names; nobody is asked who she is."""
    try:
        link = links.read(token)
    except LinkRefused as refused:
        raise NotFound from refused
    return serve(request, Piece(link.key, link.content_type, link.file_name, link.inline, keep="private, max-age=60"))


def _hand_out(request: HttpRequest, entry: Entry, piece: Piece) -> HttpResponseBase:
    return redirect(piece) if entry.may_be_linked else serve(request, piece)


def _image(blob: Blob, file_name: str) -> Piece:
    return Piece(blob_key(blob.pk), blob.content_type, file_name)


def _kept(entry: Entry) -> str:
    return SEGMENT_KEPT if entry.may_be_linked else NEVER_KEPT


def _page(resource: Resource, page: UUID) -> Page:
    pages = resource.pages.filter(uuid=page).select_related("image__blob", "image__thumbnail")
    found = pages.only("resource", "image__blob__content_type", "image__thumbnail__content_type").first()
    if found is None:
        raise NothingToShow
    return found


def _file(resource: Resource, role: Role) -> ResourceFile:
    found = file_of(resource, role)
    if found is None:
        raise NothingToShow
    return found
