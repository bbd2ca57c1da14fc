"""A printed book with its copies: the ISBN first, then the record and the copies on one page."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.errors import UserFacingError
from circulation.copies.forms import AddCopiesForm
from circulation.copies.queries import known_values
from circulation.copies.views import first_values, sentence_of
from imports.copy_cataloguing.actions.printed import NewCopies, enter_printed, scan_printed
from imports.copy_cataloguing.forms import BookForm
from imports.copy_cataloguing.models import ScannedBook
from imports.copy_cataloguing.queries import book_for, list_for, own_school
from imports.copy_cataloguing.summary import BookLine
from sharing.http import ViewerRequest, librarian_required

State = ScannedBook.State


class PublishForm(forms.Form):
    """Whether readers see the record at once."""

    publishes = forms.BooleanField(
        label=gettext_lazy("Publish the record now"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Readers of your school then find the book. Without it, the record stays a draft."),
    )


@librarian_required
@require_http_methods(["GET", "POST"])
def start(request: ViewerRequest) -> HttpResponse:
    """Ask for the ISBN, and go on to the book."""
    own_school(request.viewer)
    entry = request.POST.get("entry", "").strip()
    if request.method == "POST" and entry:
        book = scan_printed(entry, by=request.viewer)
        if book.state != State.REFUSED:
            return redirect("copy_cataloguing:printed_book", book.scan_list.uuid, book.number)
        messages.error(request, str(BookLine(book).problem))
    return render(request, "copy_cataloguing/printed_start.html", {})


@librarian_required
@require_http_methods(["GET", "POST"])
def enter(request: ViewerRequest, scan_list: UUID | None = None, number: int = 0) -> HttpResponse:
    """Show the record that was found, or the form by hand, with the form of copies; or enter them."""
    viewer = request.viewer
    own_school(viewer)
    book = book_for(viewer, list_for(viewer, scan_list), number) if scan_list else None
    record = None if _is_known(book) else BookForm(request.POST or None, initial=_isbn_of(book), viewer=viewer)
    held = (book.resource or book.held) if book else None
    copies = AddCopiesForm(request.POST or None, initial={} if request.POST else first_values(request, held))
    publishing = PublishForm(request.POST or None)
    if copies.is_valid() and publishing.is_valid() and (record is None or record.is_valid()):
        new = NewCopies(copies.cleaned_data["count"], copies.values(), **copies.numbers())
        try:
            made, entered = enter_printed(
                book,
                description=record.description() if record else None,
                copies=new,
                publishes=publishing.cleaned_data["publishes"],
                by=viewer,
            )
        except UserFacingError as refusal:
            copies.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{made.title}”: {sentence_of(entered)}")
            return redirect("copy_cataloguing:printed")
    context = _context(request, book, record, copies, publishing)
    if request.htmx:
        if context["waiting"]:
            return HttpResponse(status=204)  # htmx leaves the page as it is
        return render(request, "copy_cataloguing/parts/printed_record.html", context)
    return render(request, "copy_cataloguing/printed.html", context)


def _is_known(book: ScannedBook | None) -> bool:
    """Return whether there is a record to take, or the school has one."""
    return book is not None and bool(book.state == State.FOUND or book.resource_id or book.held_id)


def _isbn_of(book: ScannedBook | None) -> dict[str, Any]:
    return {"isbn": book.isbn} if book else {}


def _context(
    request: ViewerRequest,
    book: ScannedBook | None,
    record: BookForm | None,
    copies: AddCopiesForm,
    publishing: PublishForm,
) -> dict[str, Any]:
    held = (book.resource or book.held) if book else None
    waiting = book is not None and book.state == State.WAITING and not held
    by_hand = not waiting or request.method == "POST" or "tay" in request.GET
    return {
        "book": book,
        "line": BookLine(book) if book else None,
        "held": held,
        "waiting": waiting,
        "record": record if by_hand else None,
        "form": copies,
        "publishing": publishing,
        "known": known_values(request.viewer),
    }
