"""The classes of a school year, the members of a class, and their login slips."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.queries import may_issue_password
from accounts.site_address import absolute
from accounts.temporary_passwords import TEMPORARY_PASSWORD_TTL
from accounts.text import is_key
from roster.actions import years
from roster.actions.slips import Slip, issue_slips, issue_slips_of_list, needs_slip
from roster.forms import ListForm, YearForm
from roster.models import SchoolYear
from roster.queries import class_for, classes_of, day_of, import_for, imports_of, members_of, own_school, years_of
from roster.slips_pdf import slips_pdf
from sharing.http import ViewerRequest, librarian_required

RECENT = 10


@librarian_required
@require_GET
def classes(request: ViewerRequest) -> HttpResponse:
    """Show the classes of a school year, the form for a new list, and the last lists."""
    return render(request, "roster/classes.html", _classes(request, _chosen_year(request)))


@librarian_required
@require_POST
def change_year(request: ViewerRequest, year: int) -> HttpResponse:
    """Set the first and the last day of a school year."""
    changed = get_object_or_404(years_of(request.viewer), pk=year)
    form = YearForm(request.POST)
    if not form.is_valid():
        return render(request, "roster/classes.html", {**_classes(request, changed), "year_form": form}, status=400)
    years.change_year(changed, **form.cleaned_data, by=request.viewer)
    messages.success(request, _("The days of the school year %(year)s are saved.") % {"year": changed.name})
    return redirect(f"{reverse('roster:classes')}?nam={changed.name}")


@librarian_required
@require_GET
def one_class(request: ViewerRequest, school_class: UUID) -> HttpResponse:
    """Show the members of a class."""
    found = class_for(request.viewer, school_class)
    rows = [
        {
            "member": member,
            "needs_slip": needs_slip(member),
            "may_have_slip": may_issue_password(request.viewer, member),
        }
        for member in members_of(request.viewer, found)
    ]
    context = {"class": found, "rows": rows, "needs": sum(bool(row["needs_slip"]) for row in rows)}
    return render(request, "roster/class.html", context)


@librarian_required
@require_POST
def slips(request: ViewerRequest, school_class: UUID) -> HttpResponse:
    """Issue temporary passwords to the ticked members, and return their login slips."""
    found = class_for(request.viewer, school_class)
    keys = [int(key) for key in request.POST.getlist("member") if is_key(key)]
    return pdf_response(request, issue_slips(found, keys=keys, by=request.viewer), name=found.name)


@librarian_required
@require_POST
def slips_of_list(request: ViewerRequest, list_import: UUID) -> HttpResponse:
    """Issue temporary passwords to those whom a list brought, and return their login slips."""
    found = import_for(request.viewer, list_import)
    return pdf_response(request, issue_slips_of_list(found, by=request.viewer), name=found.role)


def pdf_response(request: ViewerRequest, issued: Sequence[Slip], *, name: str) -> HttpResponse:
    """Return the login slips as a file that no cache stores."""
    pdf = slips_pdf(
        issued,
        school=own_school(request.viewer).name,
        address=absolute(reverse("account_login")),
        last_day=localtime(request.viewer.now + TEMPORARY_PASSWORD_TTL - timedelta(days=1)).date(),
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="phieu-{slugify(name) or "lop"}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _chosen_year(request: ViewerRequest) -> SchoolYear | None:
    found = years_of(request.viewer)
    return found.filter(name=request.GET.get("nam", "")[:20]).first() or found.first()


def _classes(request: ViewerRequest, year: SchoolYear | None) -> dict[str, Any]:
    found = list(classes_of(request.viewer, year)) if year else []
    return {
        "year": year,
        "years": years_of(request.viewer),
        "classes": found,
        "form": ListForm(today=day_of(request.viewer)),
        "year_form": YearForm(initial={"first_day": year.first_day, "last_day": year.last_day}) if year else None,
        "imports": imports_of(request.viewer)[:RECENT],
    }
