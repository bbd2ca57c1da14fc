"""A printed book by hand: one that no catalogue knows, or that has no ISBN, becomes a draft."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from imports.copy_cataloguing.actions.by_hand import enter_book
from imports.copy_cataloguing.forms import BookForm
from imports.copy_cataloguing.queries import book_for, list_for, own_school
from sharing.http import ViewerRequest, librarian_required


@librarian_required
@require_http_methods(["GET", "POST"])
def enter(request: ViewerRequest, scan_list: UUID | None = None, number: int = 0) -> HttpResponse:
    """Show the form, or create the draft and go on to its record. `number`: of a line of a list."""
    own_school(request.viewer)
    book = book_for(request.viewer, list_for(request.viewer, scan_list), number) if scan_list else None
    initial = {"isbn": book.isbn if book else ""}
    form = BookForm(request.POST if request.method == "POST" else None, initial=initial, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "copy_cataloguing/by_hand.html", {"form": form, "book": book})
    made = enter_book(form.description(), book=book, by=request.viewer)
    messages.success(request, _("“%(title)s” is a draft in your catalogue. Fill in the rest here.") % {"title": made})
    return redirect("resource:edit", made.pk)
