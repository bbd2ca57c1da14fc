"""The reader of page images: the screen, which works without a script, and the JSON that its script requests."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from access.actions import Action
from accounts.text import clean_line
from circulation.licences import actions
from personal.actions import record_position
from personal.queries import marked_pages
from reading.book import Book, BookPage, boxes_of
from reading.errors import NotOpenToRead, PartMissing
from reading.gate import ReadAccess, authorize_read
from reading.links import MAX_WORDS_LENGTH
from reading.positions import position_store, saved_position
from reading.primary_action import due_phrase
from reading.search_inside import InsideResults, MatchMode
from repository.models import Page, ResourceFile
from repository.queries import file_of, is_allowed
from search.highlighting import Fragment, adjoined, fragments
from sharing.http import ViewerRequest

MAX_LABEL_LENGTH = 30  # characters of a page number
LANGUAGES = {"vie": "vi", "eng": "en"}  # of Tesseract, as HTML names them


@require_safe
def read(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """Show one page with its text, from which the script builds the reader."""
    try:
        access = authorize_read(request.viewer, resource)
    except NotOpenToRead as error:
        context = {"error": error, "resource": error.details["resource"]}
        return render(request, "reading/not_open.html", context, status=error.status)
    book = Book(access.resource)
    if not book.pages:
        return _without_pages(access)
    query = _words(request)
    results = book.find(query) if query else None
    book_page = _requested_page(request, access, book, results)
    label = _label(request)
    missing = label if label and "trang" not in request.GET and book.page_by_label(label) is None else ""
    context = {**_context(access, book, book_page, results, query), "missing_label": missing}
    response = render(request, "reading/reader.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@cache_control(private=True, no_store=True)
def book_manifest(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Return all pages with their sizes, and the widths of the copies of their images, in pixels."""
    access = authorize_read(request.viewer, resource)
    book = Book(access.resource)
    marked = marked_pages(request.viewer, access.resource)
    pages = [
        {
            "id": str(book_page.page.uuid),
            "label": book_page.label,
            "name": book_page.name,
            "width": book_page.size[0],
            "height": book_page.size[1],
            "broken": book_page.image is None,
            "widths": book.widths_of(book_page),
            "marked": book_page.page.uuid in marked,
        }
        for book_page in book.pages
    ]
    return JsonResponse({"title": access.resource.title, "pages": pages})


@require_safe
@cache_control(private=True, no_store=True)
def find_inside(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Return the matches in the book."""
    access = authorize_read(request.viewer, resource)
    book = Book(access.resource)
    query = _words(request)
    results = book.find(query)
    matches = [
        {
            "number": book_page.number,
            "name": book_page.name,
            "address": book.url(book_page, query),
            "fragments": _as_json(excerpt),
        }
        for book_page, excerpt in _matches(book, results)
    ]
    return JsonResponse({"mode": results.mode, "more": results.more, "matches": matches})


@require_safe
@cache_control(private=True, no_store=True)
def page_text(request: ViewerRequest, resource: UUID, page: UUID) -> HttpResponse:
    """Return the text of a page, with the words marked in the text and boxed on the image."""
    access = authorize_read(request.viewer, resource)
    book = Book(access.resource)
    book_page = book.page_by_uuid(page)
    query, mode = _words(request), request.GET.get("mode", "")
    results = book.find_near(book_page, query, MatchMode(mode)) if mode in set(MatchMode) else book.find(query)
    content = _content(book_page, results)
    return JsonResponse({**content, "fragments": _as_json(content["fragments"])})


@require_POST
def save_position(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Save the position with the open loan, and in the history of those who asked for one; else nothing is stored."""
    access = authorize_read(request.viewer, resource)
    if position_store(access) != "browser":
        position = actions.valid_position(access.resource, _position(request))
        if access.loan is not None:
            actions.save_position(access.loan, position=position, by=request.viewer)
        record_position(access.resource, position=position, by=request.viewer)
    return HttpResponse(status=204)


def _position(request: ViewerRequest) -> dict[str, Any]:
    if "page" in request.POST:
        return {"page": request.POST["page"]}
    try:
        return {"ms": int(request.POST.get("ms", ""))}
    except ValueError as error:
        raise PartMissing from error


def _without_pages(access: ReadAccess) -> HttpResponseBase:
    if file_of(access.resource, ResourceFile.Role.STREAM) is None:
        raise PartMissing
    return HttpResponseRedirect(reverse("reading:play", args=[access.resource.uuid]))


def _requested_page(request: ViewerRequest, access: ReadAccess, book: Book, results: InsideResults | None) -> BookPage:
    """Return the page that the address names, else the first match, else the saved position, else the first page."""
    if "trang" in request.GET:
        return book.page_by_uuid(request.GET["trang"])
    if (label := _label(request)) and (named := book.page_by_label(label)):
        return named
    if results and results.hits:
        return book.page_by_uuid(results.hits[0].page.uuid)
    saved = saved_position(access).get("page")
    return next((book_page for book_page in book.pages if str(book_page.page.uuid) == saved), book.pages[0])


def _words(request: ViewerRequest) -> str:
    """Return the words to find and mark."""
    return clean_line(request.GET.get("q", "")[:MAX_WORDS_LENGTH])


def _label(request: ViewerRequest) -> str:
    """Return the page number that the reader typed."""
    return clean_line(request.GET.get("so", "")[:MAX_LABEL_LENGTH])


def _context(
    access: ReadAccess, book: Book, book_page: BookPage, results: InsideResults | None, query: str
) -> dict[str, Any]:
    previous_page, next_page = book.neighbour(book_page, -1), book.neighbour(book_page, 1)
    matches = _matches(book, results) if results else []
    marked = marked_pages(access.viewer, access.resource)
    originals = access.resource.files.filter(role=ResourceFile.Role.ORIGINAL)
    searchable_pdf = file_of(access.resource, ResourceFile.Role.SEARCHABLE_PDF)
    return {
        "resource": access.resource,
        "access": access,
        "book": book,
        "book_page": book_page,
        "content": _content(book_page, results),
        "image_sources": _sources(access, book_page),
        "previous_url": book.url(previous_page, query) if previous_page else "",
        "next_url": book.url(next_page, query) if next_page else "",
        "contents": [(chapter, book.url(chapter)) for chapter in book.contents],
        "marked": [(page, book.url(page)) for page in book.pages if page.page.uuid in marked],
        "is_marked": book_page.page.uuid in marked,
        "position_store": position_store(access),
        "may_edit": is_allowed(access.viewer, Action.EDIT, access.resource),
        "due": due_phrase(access.loan.due_at, access.viewer.now) if access.loan else "",
        "query": query,
        "results": results,
        "matches": [(match_page, excerpt, book.url(match_page, query)) for match_page, excerpt in matches],
        "files": list(originals) if access.may_download else [],
        "has_pdf": access.may_download and searchable_pdf is not None,
    }


def _sources(access: ReadAccess, book_page: BookPage) -> str:
    """Return the copies of the page's image as `srcset`; empty until they are made."""
    resource, page = access.resource.uuid, book_page.page.uuid
    widths = book_page.image.sizes.values_list("width", flat=True) if book_page.image else []
    return ", ".join(f"{reverse('reading:page_image_size', args=[resource, page, width])} {width}w" for width in widths)


def _content(book_page: BookPage, results: InsideResults | None) -> dict[str, Any]:
    """Return the marked text of a page and the boxes of the marked words: x, y, width, height in ten-thousandths."""
    spans = results.marks_on(book_page.page) if results else []
    boxes = boxes_of(book_page.page.text, spans) if book_page.image else []
    return {
        "name": book_page.name,
        "language": _language(book_page.page),
        "fragments": tuple(fragments(book_page.text, adjoined(book_page.text, spans))),
        "boxes": [[word.x0, word.y0, word.x1 - word.x0, word.y1 - word.y0] for word in boxes],
    }


def _language(page: Page) -> str:
    first = page.text.language.partition("+")[0] if page.text else ""
    return LANGUAGES.get(first, first[:2] or "vi")


def _matches(book: Book, results: InsideResults) -> list[tuple[BookPage, tuple[Fragment, ...]]]:
    book_pages = {book_page.page.pk: book_page for book_page in book.pages}
    return [(book_pages[hit.page.pk], hit.excerpt) for hit in results.hits]


def _as_json(pieces: tuple[Fragment, ...]) -> list[dict[str, Any]]:
    return [piece._asdict() for piece in pieces]
