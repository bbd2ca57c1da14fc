"""The screens of a list of scanned books: begin, add an ISBN, follow the lookups, take all."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.paging import page_of
from accounts.text import is_key
from imports.copy_cataloguing.actions import scanning, taking
from imports.copy_cataloguing.isbn import MAX_ENTRY
from imports.copy_cataloguing.models import MAX_SCANNED, ScanList, ScannedBook
from imports.copy_cataloguing.queries import active_targets, books_of, counts, list_for, lists_of
from imports.copy_cataloguing.summary import BookLine, Summary
from sharing.http import ViewerRequest, librarian_required


@librarian_required
@require_GET
def start(request: ViewerRequest) -> HttpResponse:
    """Show the field for the first ISBN, and the lists of the school."""
    page = page_of(request, lists_of(request.viewer))
    context = {"page": page, "has_targets": bool(active_targets())}
    return _with_camera(render(request, "copy_cataloguing/start.html", context))


@librarian_required
@require_POST
def begin(request: ViewerRequest) -> HttpResponse:
    """Create a list with the first ISBN."""
    made = scanning.begin(by=request.viewer)
    if entry := _entry(request):
        scanning.add(made, entry=entry, by=request.viewer)
    return redirect("copy_cataloguing:list", made.uuid)


@librarian_required
@require_GET
def show(request: ViewerRequest, scan_list: UUID) -> HttpResponse:
    """Return the page of one list."""
    found = list_for(request.viewer, scan_list)
    changes = found.change_sets.order_by("-pk").first()
    context = {**list_context(request, found, books_of(request.viewer, found)), "changes": changes}
    return _with_camera(render(request, "copy_cataloguing/list.html", context))


@librarian_required
@require_POST
def add(request: ViewerRequest, scan_list: UUID) -> HttpResponse:
    """Add a line; htmx gets the line and the numbers."""
    found = list_for(request.viewer, scan_list)
    if not (entry := _entry(request)):
        return redirect("copy_cataloguing:list", scan_list)
    book, is_new = scanning.add(found, entry=entry, by=request.viewer)
    note = "" if is_new else _("Already in line %(number)s.") % {"number": book.number}
    if not request.htmx:
        if note:
            messages.info(request, note)
        return redirect("copy_cataloguing:list", scan_list)
    added = books_of(request.viewer, found).filter(pk__in=[book.pk] if is_new else [])
    context = {**list_context(request, found, added), "note": note}
    return render(request, "copy_cataloguing/parts/added.html", context)


@librarian_required
@require_GET
def progress(request: ViewerRequest, scan_list: UUID) -> HttpResponse:
    """Return the lines about which the page asks, as they are now, and the numbers."""
    found = list_for(request.viewer, scan_list)
    asked = [int(number) for number in request.GET.getlist("so")[:MAX_SCANNED] if is_key(number)]
    books = books_of(request.viewer, found).filter(number__in=asked)
    return render(request, "copy_cataloguing/parts/followed.html", list_context(request, found, books))


@librarian_required
@require_POST
def take_all(request: ViewerRequest, scan_list: UUID) -> HttpResponse:
    """Let a worker take all books that wait with a record."""
    started = taking.take_all(list_for(request.viewer, scan_list), by=request.viewer)
    return redirect("changesets:change_set", started.uuid)


def list_context(request: ViewerRequest, found: ScanList, books: Iterable[ScannedBook]) -> dict[str, Any]:
    """Return what the templates of a list need to show these books of it."""
    return {
        "list": found,
        "rows": [BookLine(book) for book in books],
        "summary": Summary.of(counts(request.viewer, found)),
    }


def _with_camera(response: HttpResponse) -> HttpResponse:
    """Let the page use the camera; all other pages may not (config/headers.py)."""
    response["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
    return response


def _entry(request: ViewerRequest) -> str:
    return request.POST.get("entry", "")[: MAX_ENTRY * 2].strip()
