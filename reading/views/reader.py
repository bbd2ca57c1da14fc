"""The reader of page images: the screen, which works without script, and what its script asks for."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from circulation import actions
from reading.book import Book, BookPage, boxes_of
from reading.errors import NotOpenToRead, PartMissing
from reading.gate import ReadAccess, authorize_read
from reading.search_inside import InsideResults, MatchMode, split
from repository.models import Page, ResourceFile
from repository.queries import file_of
from sharing.http import ViewerRequest

LANGUAGES = {"vie": "vi", "eng": "en"}


@require_safe
def read(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """One page with its text, from which the script makes the reader."""
    try:
        entry = authorize_read(request.viewer, resource)
    except NotOpenToRead as refusal:
        context = {"refusal": refusal, "resource": refusal.details["resource"]}
        return render(request, "reading/not_open.html", context, status=refusal.status)
    book = Book(entry.resource)
    if not book.pages:
        return _without_pages(entry)
    query = request.GET.get("q", "").strip()
    found = book.find(query) if query else None
    leaf = _asked_for(request, entry, book, found)
    answer = render(request, "reading/reader.html", _screen(entry, book, leaf, found, query))
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@cache_control(private=True, no_store=True)
def book_manifest(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """All pages with their sizes, for the script."""
    entry = authorize_read(request.viewer, resource)
    pages = [
        {
            "id": str(leaf.page.uuid),
            "label": leaf.label,
            "name": leaf.name,
            "width": leaf.size[0],
            "height": leaf.size[1],
            "broken": leaf.image is None,
        }
        for leaf in Book(entry.resource).pages
    ]
    return JsonResponse({"title": entry.resource.title, "pages": pages})


@require_safe
@cache_control(private=True, no_store=True)
def find_inside(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Where the book holds the words, for the script."""
    entry = authorize_read(request.viewer, resource)
    book = Book(entry.resource)
    query = request.GET.get("q", "").strip()
    found = book.find(query)
    return JsonResponse(
        {"how": found.how, "more": found.more, "hits": [_hit(book, line, query) for line in _lines(book, found)]}
    )


@require_safe
@cache_control(private=True, no_store=True)
def page_text(request: ViewerRequest, resource: UUID, page: UUID) -> HttpResponse:
    """What is written on a page, the words looked for marked in the text and boxed on the image, for the script."""
    entry = authorize_read(request.viewer, resource)
    book = Book(entry.resource)
    leaf = book.leaf(page)
    query, how = request.GET.get("q", "").strip(), request.GET.get("how", "")
    found = book.find_near(leaf, query, MatchMode(how)) if how in set(MatchMode) else book.find(query)
    written = _written(leaf, found)
    return JsonResponse({**written, "parts": [asdict(part) for part in written["parts"]]})


@require_POST
def save_position(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Keep with the open loan where she is; without a loan her own browser keeps it."""
    entry = authorize_read(request.viewer, resource)
    if entry.loan is not None:
        actions.save_position(entry.loan, position=_position(request), by=request.viewer)
    return HttpResponse(status=204)


def _position(request: ViewerRequest) -> dict[str, Any]:
    if "page" in request.POST:
        return {"page": request.POST["page"]}
    try:
        return {"ms": int(request.POST.get("ms", ""))}
    except ValueError as wrong:
        raise PartMissing from wrong


def _without_pages(entry: ReadAccess) -> HttpResponseBase:
    if file_of(entry.resource, ResourceFile.Role.STREAM) is None:
        raise PartMissing
    return HttpResponseRedirect(reverse("reading:play", args=[entry.resource.uuid]))


def _asked_for(request: ViewerRequest, entry: ReadAccess, book: Book, found: InsideResults | None) -> BookPage:
    """The page of the address, else the first that holds the words, else where she stopped, else the first."""
    if "trang" in request.GET:
        return book.leaf(request.GET["trang"])
    if "so" in request.GET:
        return _labelled(book, request.GET["so"].strip())
    if found and found.hits:
        return book.leaf(found.hits[0].page.uuid)
    saved = entry.loan.position.get("page") if entry.loan else None
    return next((leaf for leaf in book.pages if str(leaf.page.uuid) == saved), book.pages[0])


def _labelled(book: Book, wanted: str) -> BookPage:
    """The page with this printed number, else the one at this place."""
    for leaf in book.pages:
        if leaf.label.casefold() == wanted.casefold():
            return leaf
    place = int(wanted) - 1 if wanted.isdecimal() and len(wanted) < 7 else -1
    if 0 <= place < len(book.pages):
        return book.pages[place]
    raise PartMissing


def _screen(entry: ReadAccess, book: Book, leaf: BookPage, found: InsideResults | None, query: str) -> dict[str, Any]:
    before, after = book.neighbour(leaf, -1), book.neighbour(leaf, 1)
    return {
        "resource": entry.resource,
        "entry": entry,
        "book": book,
        "leaf": leaf,
        "written": _written(leaf, found),
        "previous_url": book.address(before, query) if before else "",
        "next_url": book.address(after, query) if after else "",
        "contents": [(line, book.address(line)) for line in book.contents],
        "query": query,
        "found": found,
        "hits": [(line, book.address(line[0], query)) for line in _lines(book, found)] if found else [],
        "files": list(entry.resource.files.filter(role=ResourceFile.Role.ORIGINAL)) if entry.may_be_linked else [],
        "has_pdf": entry.may_be_linked and file_of(entry.resource, ResourceFile.Role.SEARCHABLE_PDF) is not None,
    }


def _written(leaf: BookPage, found: InsideResults | None) -> dict[str, Any]:
    spans = found.marks_on(leaf.page) if found else []
    boxes = boxes_of(leaf.page.text, spans) if leaf.image else []
    return {
        "name": leaf.name,
        "language": _language(leaf.page),
        "parts": tuple(split(leaf.text, spans)),
        "boxes": [[word.x0, word.y0, word.x1 - word.x0, word.y1 - word.y0] for word in boxes],
    }


def _language(page: Page) -> str:
    first = page.text.language.partition("+")[0] if page.text else ""
    return LANGUAGES.get(first, first[:2] or "vi")


def _lines(book: Book, found: InsideResults) -> list[tuple[BookPage, Any]]:
    leaves = {leaf.page.pk: leaf for leaf in book.pages}
    return [(leaves[hit.page.pk], hit.snippet) for hit in found.hits]


def _hit(book: Book, line: tuple[BookPage, Any], query: str) -> dict[str, Any]:
    leaf, snippet = line
    return {
        "number": leaf.number,
        "name": leaf.name,
        "address": book.address(leaf, query),
        "parts": [asdict(part) for part in snippet],
    }
