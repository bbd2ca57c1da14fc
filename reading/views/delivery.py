"""Page images, covers, segments, captions and files; the gate decides about every request."""

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
THUMBNAIL_WIDTH = 240  # pixels; ingest/parsers/images.py makes the copy
COVER_MAX_AGE = "private, max-age=300"
SEGMENT_MAX_AGE = "private, max-age=60"


@require_safe
def page_image(request: ViewerRequest, resource: UUID, page: UUID) -> HttpResponseBase:
    """Return the image of a page to those who may read."""
    access = authorize_read(request.viewer, resource)
    image = _page(access.resource, page).image
    if image is None:
        raise PartMissing
    return _deliver(request, access, _image(image.blob, f"{page}.jpg"))


@require_safe
def page_image_size(request: ViewerRequest, resource: UUID, page: UUID, width: int) -> HttpResponseBase:
    """Return the copy of a page image with this width in pixels, to those who may read."""
    access = authorize_read(request.viewer, resource)
    image = _page(access.resource, page).image
    size = image.sizes.filter(width=width).select_related("blob").first() if image else None
    if size is None:
        raise PartMissing
    return _deliver(request, access, _image(size.blob, f"{page}.webp"))


@require_safe
def page_thumbnail(request: ViewerRequest, resource: UUID, page: UUID) -> HttpResponseBase:
    """Return the small image of a page, or the whole image of a page without a small one."""
    access = authorize_read(request.viewer, resource)
    image = _page(access.resource, page).image
    if image is None:
        raise PartMissing
    if copy := image.sizes.filter(width=THUMBNAIL_WIDTH).select_related("blob").first():
        return _deliver(request, access, _image(copy.blob, f"{page}.webp"))
    return _deliver(request, access, _image(image.thumbnail or image.blob, f"{page}.jpg"))


@require_safe
def cover(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """Return the cover to those who may discover the resource."""
    return _cover(request, resource, Role.COVER)


@require_safe
def small_cover(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """Return the cover for lists to those who may discover the resource."""
    return _cover(request, resource, Role.SMALL_COVER)


def _cover(request: ViewerRequest, resource: UUID, role: Role) -> HttpResponseBase:
    file = _file(authorize_discover(request.viewer, resource), role)
    return serve(
        request, StoredContent(blob_key(file.blob_id), file.content_type, file.name, cache_control=COVER_MAX_AGE)
    )


@require_safe
def stream(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Return the playlist, with an address of the gate for every segment."""
    file = _file(authorize_read(request.viewer, resource).resource, Role.STREAM)

    def address(number: int) -> str:
        return reverse("reading:segment", args=[resource, number])

    response = HttpResponse(playlist.render(file, address), content_type="application/vnd.apple.mpegurl")
    response["Cache-Control"] = NO_STORE
    return response


@require_safe
def segment(request: ViewerRequest, resource: UUID, number: int) -> HttpResponseBase:
    """Return a segment of a recording."""
    access = authorize_read(request.viewer, resource)
    file = _file(access.resource, Role.STREAM)
    part = playlist.range_of(file, number)
    return serve(
        request,
        StoredContent(
            blob_key(file.blob_id), file.content_type, file.name, part=part, cache_control=_cache_control(access)
        ),
    )


@require_safe
def captions(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """Return the captions as WebVTT: the recording's file with the number `n`, or without it the first."""
    access = authorize_read(request.viewer, resource)
    files = access.resource.files.filter(role=Role.CAPTIONS)
    file = next((file for file in files if str(file.position) == request.GET.get("n", str(file.position))), None)
    if file is None:
        raise PartMissing
    return serve(request, StoredContent(blob_key(file.blob_id), "text/vtt", "captions.vtt"))


@require_safe
def original(request: ViewerRequest, resource: UUID, file: UUID) -> HttpResponseBase:
    """Return an original as it was received, as a download."""
    access = authorize_read(request.viewer, resource)
    access.require_download()
    stored_file = access.resource.files.filter(uuid=file, role=Role.ORIGINAL).first()
    if stored_file is None:
        raise PartMissing
    return _download(stored_file)


@require_safe
def searchable_pdf(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """Return the PDF with a text layer, as a download."""
    access = authorize_read(request.viewer, resource)
    access.require_download()
    return _download(_file(access.resource, Role.SEARCHABLE_PDF))


@require_safe
def stored(request: HttpRequest, token: str) -> HttpResponseBase:
    """Return the object behind a signed address of the disk store; the signature is the permission."""
    try:
        link = links.read(token)
    except LinkRefused as error:
        raise NotFound from error
    return serve(
        request,
        StoredContent(link.key, link.content_type, link.file_name, link.inline, cache_control="private, max-age=60"),
    )


def _download(file: ResourceFile) -> HttpResponseBase:
    return redirect(StoredContent(blob_key(file.blob_id), file.content_type, file.name, inline=False))


def _deliver(request: HttpRequest, access: ReadAccess, content: StoredContent) -> HttpResponseBase:
    return redirect(content) if access.may_be_linked else serve(request, content)


def _image(blob: Blob, file_name: str) -> StoredContent:
    return StoredContent(blob_key(blob.pk), blob.content_type, file_name)


def _cache_control(access: ReadAccess) -> str:
    return SEGMENT_MAX_AGE if access.may_be_linked else NO_STORE


def _page(resource: Resource, page: UUID) -> Page:
    pages = resource.pages.filter(uuid=page).select_related("image__blob", "image__thumbnail")
    existing = pages.only("resource", "image__blob__content_type", "image__thumbnail__content_type").first()
    if existing is None:
        raise PartMissing
    return existing


def _file(resource: Resource, role: Role) -> ResourceFile:
    file = file_of(resource, role)
    if file is None:
        raise PartMissing
    return file
