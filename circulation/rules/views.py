"""The screen of a school's lending rules: the table, the rehearsal, the closed days."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from circulation.rules import actions, queries
from circulation.rules.forms import ClosedDaysForm, RehearsalForm, RuleForm, WeekdaysForm
from circulation.rules.models import LoanRule
from sharing.http import ViewerRequest, librarian_required


@librarian_required
@require_GET
def rules(request: ViewerRequest) -> HttpResponse:
    """Show the rules; with a rehearsal, what would happen today."""
    return render(request, "circulation/rules/rules.html", _context(request))


@librarian_required
@require_POST
def begin(request: ViewerRequest) -> HttpResponse:
    """Save the default rows, so that each can be changed."""
    actions.begin_with_defaults(queries.rules_school(request.viewer), by=request.viewer)
    return redirect("circulation:rules")


@librarian_required
@require_http_methods(["GET", "POST"])
def new_rule(request: ViewerRequest) -> HttpResponse:
    """Add a row."""
    return _edit(request, None)


@librarian_required
@require_http_methods(["GET", "POST"])
def rule(request: ViewerRequest, rule: int) -> HttpResponse:
    """Change a row."""
    return _edit(request, queries.rule_for(request.viewer, rule))


@librarian_required
@require_POST
def delete_rule(request: ViewerRequest, rule: int) -> HttpResponse:
    """Delete a row."""
    actions.delete_rule(queries.rule_for(request.viewer, rule), by=request.viewer)
    messages.success(request, _("The row is deleted. Loans that were made by it stay as they are."))
    return redirect("circulation:rules")


@librarian_required
@require_POST
def add_closed_days(request: ViewerRequest) -> HttpResponse:
    """Close the library on some days."""
    form = ClosedDaysForm(request.POST)
    if not form.is_valid():
        return render(request, "circulation/rules/rules.html", {**_context(request), "closed_form": form}, status=400)
    actions.add_closed_days(queries.rules_school(request.viewer), **form.cleaned_data, by=request.viewer)
    messages.success(request, _("The closed days are saved. Loans made from now on are not due on them."))
    return redirect("circulation:rules")


@librarian_required
@require_POST
def delete_closed_days(request: ViewerRequest, closed: int) -> HttpResponse:
    """Open the library on these days again."""
    actions.delete_closed_days(queries.closed_days_for(request.viewer, closed), by=request.viewer)
    messages.success(request, _("The closed days are deleted."))
    return redirect("circulation:rules")


@librarian_required
@require_POST
def weekdays(request: ViewerRequest) -> HttpResponse:
    """Set the days of the week on which the library is closed."""
    form = WeekdaysForm(request.POST)
    if form.is_valid():
        school = queries.rules_school(request.viewer)
        actions.close_weekdays(school, form.cleaned_data["weekdays"], by=request.viewer)
        messages.success(request, _("The days of the week are saved."))
    else:
        messages.error(request, _("Choose days of the list. Nothing was changed."))
    return redirect("circulation:rules")


def _edit(request: ViewerRequest, row: LoanRule | None) -> HttpResponse:
    initial = {name: getattr(row, name) for name in RuleForm.base_fields} if row else None
    collections = queries.own_collections(request.viewer)
    form = RuleForm(request.POST or None, initial=initial, collections=collections)
    if request.method == "POST" and form.is_valid():
        school = queries.rules_school(request.viewer)
        actions.save_rule(school, rule=row, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("The row is saved. It applies to loans made from now on."))
        return redirect("circulation:rules")
    return render(request, "circulation/rules/rule.html", {"form": form, "rule": row})


def _context(request: ViewerRequest) -> dict[str, Any]:
    viewer = request.viewer
    rows, collections = queries.rules_of(viewer), queries.own_collections(viewer)
    asked = "role" in request.GET
    form = RehearsalForm(request.GET if asked else None, collections=collections)
    closed = queries.calendar_for(viewer).closed_weekdays
    return {
        "rules": rows,
        "are_defaults": any(row.pk < 0 for row in rows),
        "rehearsal_form": form,
        "rehearsal": queries.rehearse(viewer, form.reader(), form.item()) if asked and form.is_valid() else None,
        "closed": queries.closed_days_of(viewer),
        "closed_form": ClosedDaysForm(),
        "weekdays_form": WeekdaysForm(initial={"weekdays": sorted(closed)}),
    }
