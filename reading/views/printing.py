"""Pages of a book on paper, for those who may download its files."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.site_address import absolute
from accounts.text import clean_line
from reading.book import Book, BookPage
from reading.errors import PartMissing
from reading.gate import authorize_read
from sharing.http import ViewerRequest

MAX_PAGES = 20  # of one print: each is a picture that the browser loads
MAX_LABEL_LENGTH = 30  # characters of a page number


@require_safe
def print_pages(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show the pages from `tu` to `den` as sheets to print. Raise PrintNotAllowed."""
    access = authorize_read(request.viewer, resource)
    access.require_print()
    book = Book(access.resource)
    if not book.pages:
        raise PartMissing
    first, last = _page(request, book, "tu"), _page(request, book, "den")
    context = {"resource": access.resource, "address": absolute(reverse("reading:resource", args=[resource]))}
    response = render(request, "reading/print.html", {**context, **_range(book, first, last)})
    response["Cache-Control"] = "private, no-store"
    return response


def _range(book: Book, first: BookPage | None, last: BookPage | None) -> dict[str, Any]:
    """Return the pages from the first to the last, or back if they were mixed up; one page if only one is known."""
    ends = [page for page in (first, last) if page is not None] or [book.pages[0]]
    start, end = min(page.number for page in ends), max(page.number for page in ends)
    chosen = book.pages[start : end + 1]
    return {
        "pages": chosen[:MAX_PAGES],
        "left_out": len(chosen) > MAX_PAGES,
        "first": chosen[0],
        "last": chosen[:MAX_PAGES][-1],
        "max_pages": MAX_PAGES,
        "page_count": len(book.pages),
    }


def _page(request: ViewerRequest, book: Book, parameter: str) -> BookPage | None:
    label = clean_line(request.GET.get(parameter, "")[:MAX_LABEL_LENGTH])
    return book.page_by_label(label) if label else None
