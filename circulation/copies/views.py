"""The librarian's screens about the copies of a resource: the list, adding, changing one, its state."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from access.actions import Action
from accounts.errors import UserFacingError
from accounts.paging import page_of
from circulation.copies import actions
from circulation.copies.forms import AddCopiesForm, CopyForm, RemovalForm
from circulation.copies.models import Copy
from circulation.copies.numbers import proposed_number
from circulation.copies.queries import copies_of, copy_for, known_values, last_copy
from repository.models import Resource
from repository.queries import resource_for
from sharing.http import ViewerRequest, librarian_required

STATES: Mapping[str, Callable[..., Copy]] = {
    "lost": actions.mark_lost,
    "repair": actions.send_to_repair,
    "found": actions.mark_found,
}


@librarian_required
@require_http_methods(["GET", "POST"])
def copies(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show the copies of a resource of the librarian's school, or add some."""
    book = resource_for(request.viewer, resource, Action.EDIT)
    form = (
        AddCopiesForm(request.POST) if request.method == "POST" else AddCopiesForm(initial=first_values(request, book))
    )
    if form.is_valid():
        try:
            made = add_from(form, book, request)
        except UserFacingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, sentence_of(made))
            return redirect("circulation:copies", book.uuid)
    page = page_of(request, copies_of(request.viewer, book))
    context = {
        "resource": book,
        "page": page,
        "form": form,
        "removal": RemovalForm(),
        "known": known_values(request.viewer),
    }
    return render(request, "circulation/copies.html", context)


@librarian_required
@require_http_methods(["GET", "POST"])
def copy(request: ViewerRequest, copy: UUID) -> HttpResponse:
    """Show one copy, or change it."""
    found = copy_for(request.viewer, copy)
    own = {name: getattr(found, name) for name in CopyForm.base_fields}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=own)
    if form.is_valid():
        numbers = {name: form.cleaned_data[name] for name in ("barcode", "accession_number")}
        try:
            actions.change_copy(found, values=form.values(), by=request.viewer, **numbers)
        except UserFacingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The copy %(barcode)s is saved.") % {"barcode": numbers["barcode"]})
            return redirect("circulation:copies", found.resource.uuid)
    context = {"resource": found.resource, "copy": found, "form": form, "known": known_values(request.viewer)}
    return render(request, "circulation/copy.html", context | {"removal": RemovalForm()})


@librarian_required
@require_POST
def change_state(request: ViewerRequest, copy: UUID) -> HttpResponse:
    """Note that a copy is lost, in repair, found again or removed."""
    found, wanted = copy_for(request.viewer, copy), request.POST.get("state", "")
    removal = RemovalForm(request.POST)
    if wanted in STATES:
        changed = STATES[wanted](found, by=request.viewer)
    elif wanted == "removed" and removal.is_valid():
        changed = actions.remove(found, reason=removal.cleaned_data["reason"], by=request.viewer)
    else:
        messages.error(request, _("Choose what became of the copy. Nothing was changed."))
        return redirect("circulation:copies", found.resource.uuid)
    state = {"barcode": changed.barcode, "state": changed.get_state_display()}
    messages.success(request, _("%(barcode)s: %(state)s.") % state)
    return redirect("circulation:copies", found.resource.uuid)


def add_from(form: AddCopiesForm, book: Resource, request: ViewerRequest) -> list[Copy]:
    """Enter the copies that a valid form describes. Raise UserFacingError."""
    count = form.cleaned_data["count"]
    return actions.add_copies(book, count=count, values=form.values(), by=request.viewer, **form.numbers())


def first_values(request: ViewerRequest, book: Resource | None) -> dict[str, Any]:
    """Return with what the form begins: as the last copy of the book, else of the school, with the next number."""
    last = last_copy(request.viewer, book)
    category = last.category if last else ""
    number = proposed_number(request.viewer.school or 0, category)
    own = {name: getattr(last, name) for name in ("source", "store", "category")} if last else {}
    if last and book and last.resource_id == book.pk:
        own |= {name: getattr(last, name) for name in ("price", "shelf", "call_number")}
    call_number = own.get("call_number") or (book.call_number[:80] if book else "")
    return {**own, "call_number": call_number, "first_number": number, "proposed": number, "acquired": localdate()}


def sentence_of(made: list[Copy]) -> str:
    """Return the sentence about copies that were entered."""
    first, last = made[0].accession_number, made[-1].accession_number
    sentence = ngettext("Copy %(first)s is entered.", "%(count)s copies are entered: %(first)s – %(last)s.", len(made))
    return sentence % {"count": len(made), "first": first, "last": last}
