"""One scanned book: its records side by side; take, leave out, undo, ask again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.text import is_key
from imports.copy_cataloguing.actions import scanning, taking
from imports.copy_cataloguing.compare import columns_of, lines_of
from imports.copy_cataloguing.models import ScannedBook
from imports.copy_cataloguing.queries import book_for, books_of, list_for
from imports.copy_cataloguing.summary import BookLine
from imports.copy_cataloguing.views.lists import list_context
from sharing.http import ViewerRequest, librarian_required


@librarian_required
@require_GET
def show(request: ViewerRequest, scan_list: UUID, number: int) -> HttpResponse:
    """Return the page of one book with its records side by side."""
    book = _book(request, scan_list, number)
    columns = columns_of(book)
    context = {"list": book.scan_list, "line": BookLine(book), "columns": columns, "fields": lines_of(columns)}
    return render(request, "copy_cataloguing/book.html", context)


@librarian_required
@require_POST
def take(request: ViewerRequest, scan_list: UUID, number: int) -> HttpResponse:
    """Create a draft from the chosen record, or from the best."""
    chosen = request.POST.get("candidate", "")
    key = int(chosen) if is_key(chosen) else None
    taken = taking.take(_book(request, scan_list, number), candidate=key, by=request.viewer)
    if not request.htmx:
        messages.success(request, _("“%(title)s” is a draft in your catalogue.") % {"title": taken.title})
    return _answer(request, scan_list, number)


@librarian_required
@require_POST
def leave_out(request: ViewerRequest, scan_list: UUID, number: int) -> HttpResponse:
    """Put the book aside."""
    taking.leave_out(_book(request, scan_list, number), by=request.viewer)
    return _answer(request, scan_list, number)


@librarian_required
@require_POST
def take_back(request: ViewerRequest, scan_list: UUID, number: int) -> HttpResponse:
    """Undo the taking or leaving out."""
    taking.take_back(_book(request, scan_list, number), by=request.viewer)
    return _answer(request, scan_list, number)


@librarian_required
@require_POST
def look_again(request: ViewerRequest, scan_list: UUID, number: int) -> HttpResponse:
    """Look the book up once more."""
    scanning.look_again(_book(request, scan_list, number), by=request.viewer)
    return _answer(request, scan_list, number)


def _book(request: ViewerRequest, scan_list: UUID, number: int) -> ScannedBook:
    return book_for(request.viewer, list_for(request.viewer, scan_list), number)


def _answer(request: ViewerRequest, scan_list: UUID, number: int) -> HttpResponse:
    """Return the line and the numbers of the list to htmx, else the page of the list."""
    if not request.htmx:
        return redirect("copy_cataloguing:list", scan_list)
    found = list_for(request.viewer, scan_list)
    books = books_of(request.viewer, found).filter(number=number)
    return render(request, "copy_cataloguing/parts/followed.html", list_context(request, found, books))
