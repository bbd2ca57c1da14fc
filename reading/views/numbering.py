"""The printed page numbers of a book as its librarian sets them, where the file has none or the scan was misread."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from access.actions import Action
from reading.book import Book
from reading.errors import PartMissing
from repository import actions
from repository.models import Resource
from repository.page_numbering import numbered
from repository.queries import resource_for
from sharing.http import ViewerRequest

SHOWN = 24  # pages of the preview: front matter stands at the beginning


class NumberingForm(forms.Form):
    """Positions in the book, counted from 1, of the first page of the body and of the front part."""

    body = forms.IntegerField(
        label=gettext_lazy("Which picture shows the page with the number 1?"),
        help_text=gettext_lazy("Count the pictures from the cover on; the numbers under them help."),
        min_value=1,
    )
    front = forms.IntegerField(
        label=gettext_lazy("Which picture shows the page with the number i?"),
        help_text=gettext_lazy("Leave empty if the pages before number 1 have no Roman numerals."),
        min_value=1,
        required=False,
    )

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].max_value = count  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["max"] = count
        self.count = count

    def clean(self) -> dict[str, Any]:
        """Refuse positions beyond the end, and a front part that does not precede the body."""
        data = super().clean() or {}
        body, front = data.get("body"), data.get("front")
        if body and body > self.count:
            self.add_error("body", _("The book has %(count)s pages.") % {"count": self.count})
        elif body and front and front >= body:
            self.add_error("front", _("The page with the number i stands before the page with the number 1."))
        return data

    def parts(self) -> dict[str, int | None]:
        """Return the number of pages before each part."""
        front = self.cleaned_data["front"]
        return {"body": self.cleaned_data["body"] - 1, "front": front - 1 if front else None}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def number_pages(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show the beginning of the book with its numbers, try a numbering (`try` in the form), or save it."""
    edited = resource_for(request.viewer, resource, Action.EDIT)
    book = Book(edited)
    if not book.pages:
        raise PartMissing
    form = NumberingForm(request.POST or None, count=len(book.pages), initial=_initial(book))
    if request.method == "POST" and form.is_valid() and "try" not in request.POST:
        actions.number_pages(edited, **form.parts(), by=request.viewer)  # type: ignore[arg-type]
        messages.success(request, _("The pages of “%(title)s” are numbered.") % {"title": edited.title})
        return HttpResponseRedirect(reverse("reading:read", args=[resource]))
    context = _context(edited, book, form)
    return render(request, "reading/number_pages.html", context, status=400 if form.errors else 200)


def _context(edited: Resource, book: Book, form: NumberingForm) -> dict[str, Any]:
    tried = form.is_bound and form.is_valid()
    labels = numbered(len(book.pages), **form.parts()) if tried else [page.label for page in book.pages]  # type: ignore[arg-type]
    rows = [
        {"position": page.number + 1, "label": label, "page": page}
        for page, label in zip(book.pages[:SHOWN], labels, strict=False)
    ]
    return {"resource": edited, "form": form, "rows": rows, "is_tried": tried, "count": len(book.pages)}


def _initial(book: Book) -> dict[str, int]:
    """Return the positions of the labels 1 and i, as far as the book has them."""
    positions = {page.page.label: page.number + 1 for page in reversed(book.pages)}
    found = {"body": positions.get("1"), "front": positions.get("i")}
    return {name: position for name, position in found.items() if position}
