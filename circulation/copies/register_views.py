"""The registers: the accession register with its files, entering what lists said, the general register, protocols."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.actions import Action
from accounts.errors import NotFound, UserFacingError
from accounts.models import School
from accounts.paging import page_of
from circulation.copies import actions, queries, registers
from circulation.copies.forms import ROOMS
from circulation.copies.queries import known_values, register_of
from circulation.copies.register_files import attached, protocol_pdf, register_pdf, workbook
from circulation.copies.register_forms import AccessionForm, RegisterFilter, WithdrawalForm
from repository.queries import resource_for
from sharing.http import ViewerRequest, librarian_required

OUT_IDS = "out_%s"  # two forms of one page
MAX_PRINTED = 3_000  # lines of one PDF


@librarian_required
@require_GET
def register(request: ViewerRequest) -> HttpResponse:
    """Show the accession register of the school."""
    form = RegisterFilter(request.GET)
    page = page_of(request, form.narrowed(register_of(request.viewer)))
    context = {
        "form": form,
        "page": page,
        "known": known_values(request.viewer),
        "asked": request.GET.urlencode(),
        "listed": queries.listed_records(request.viewer).count(),
        "rooms": ROOMS,
    }
    return render(request, "circulation/register.html", context)


@librarian_required
@require_GET
def register_file(request: ViewerRequest, file_format: str) -> HttpResponse:
    """Return the copies that the filter shows as a file."""
    rows = RegisterFilter(request.GET).narrowed(register_of(request.viewer))
    columns = registers.accession_columns()
    return _file(request, _("Accession register"), "so-dang-ki-ca-biet", columns, rows, file_format)


@librarian_required
@require_POST
def enter_listed(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Enter what lists said of the copies of one record."""
    book = resource_for(request.viewer, resource, Action.EDIT)
    entered = actions.enter_listed(book, by=request.viewer)
    count = len(entered.copies)
    sentence = ngettext("%(count)s copy is entered.", "%(count)s copies are entered.", count)
    messages.success(request, sentence % {"count": count})
    for conflict in entered.conflicts[:10]:
        messages.warning(request, str(conflict))
    return redirect("circulation:copies", book.uuid)


@librarian_required
@require_POST
def enter_all(request: ViewerRequest) -> HttpResponse:
    """Let a worker enter what lists said of all copies of the school."""
    school = School.objects.get(pk=request.viewer.school or 0)
    title = _("Copies of lists entered into the register")
    started = actions.enter_all_listed(school, title=title, by=request.viewer)
    return redirect("changesets:change_set", started.uuid)


@librarian_required
@require_http_methods(["GET", "POST"])
def general(request: ViewerRequest) -> HttpResponse:
    """Show the general register, or enter copies that came in."""
    viewer = request.viewer
    initial = {"day": localdate()}
    form = AccessionForm(request.POST or None, sources=queries.waiting_sources(viewer), initial=initial)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("day", "voucher", "note")}
        return _enter(request, lambda: actions.enter_accession(source=form.chosen_source(), by=viewer, **values))
    return _general(request, form, WithdrawalForm(initial=initial, auto_id=OUT_IDS))


@librarian_required
@require_POST
def withdraw(request: ViewerRequest) -> HttpResponse:
    """Enter the removed copies as a protocol."""
    form = WithdrawalForm(request.POST, auto_id=OUT_IDS)
    if form.is_valid():
        return _enter(request, lambda: actions.enter_withdrawal(by=request.viewer, **form.cleaned_data))
    sources = queries.waiting_sources(request.viewer)
    return _general(request, AccessionForm(sources=sources, initial={"day": localdate()}), form)


@librarian_required
@require_GET
def general_file(request: ViewerRequest, part: str, file_format: str) -> HttpResponse:
    """Return a part of the general register as a file."""
    viewer = request.viewer
    if part == "nhap":
        rows: list[Any] = registers.entry_rows(queries.accessions_of(viewer))
        title, columns = _("General register, part I: what came in"), registers.accession_entry_columns()
    elif part == "xuat":
        rows = registers.entry_rows(queries.withdrawals_of(viewer))
        title, columns = _("General register, part II: what went out"), registers.withdrawal_entry_columns()
    elif part == "tong-hop":
        rows, columns = registers.year_rows(viewer), registers.year_columns()
        title = _("General register, part III: years")
    else:
        raise NotFound
    return _file(request, title, f"so-tong-quat-{part}", columns, rows, file_format)


@librarian_required
@require_GET
def protocol(request: ViewerRequest, withdrawal: UUID) -> HttpResponse:
    """Return the protocol of a removal as a PDF."""
    entry = queries.withdrawal_for(request.viewer, withdrawal)
    copies = register_of(request.viewer).filter(withdrawal=entry)
    return attached(protocol_pdf(entry, list(copies)), f"bien-ban-thanh-li-{entry.number}", "pdf", localdate())


def _enter(request: ViewerRequest, enter: Any) -> HttpResponse:
    try:
        entry = enter()
    except UserFacingError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Entry no. %(number)s is in the general register.") % {"number": entry.number})
    return redirect("circulation:general_register")


def _general(request: ViewerRequest, form: AccessionForm, removal: WithdrawalForm) -> HttpResponse:
    viewer = request.viewer
    came = page_of(request, queries.accessions_of(viewer))
    went = page_of(request, queries.withdrawals_of(viewer), parameter="trang-xuat")
    context = {
        "form": form,
        "removal": removal,
        "waiting": queries.not_accessioned(viewer).count(),
        "removed": queries.not_withdrawn(viewer).count(),
        "came": came,
        "came_rows": registers.entry_rows(came.rows),
        "went": went,
        "went_rows": registers.entry_rows(went.rows),
        "years": registers.year_rows(viewer),
    }
    return render(request, "circulation/general_register.html", context)


def _file(
    request: ViewerRequest, title: str, name: str, columns: list[registers.Column], rows: Any, file_format: str
) -> HttpResponse:
    if file_format == "xlsx":
        content = workbook(title, columns, rows)
    elif file_format == "pdf":
        school = School.objects.get(pk=request.viewer.school or 0).name
        content = register_pdf(title, school, columns, rows[:MAX_PRINTED])
    else:
        raise NotFound
    return attached(content, name, file_format, localdate())
