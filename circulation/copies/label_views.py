"""Labels of copies to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import School
from circulation.copies.label_forms import LabelsForm
from circulation.copies.labels_pdf import SHEETS, LabelKind, labels_pdf
from circulation.copies.models import Copy
from circulation.copies.queries import known_values, register_of
from circulation.copies.register_files import attached
from sharing.http import ViewerRequest, librarian_required

MAX_LABELS = 1_000  # of one PDF


@librarian_required
@require_GET
def labels(request: ViewerRequest) -> HttpResponse:
    """Show the form, or return the labels as a PDF."""
    asked = "sheet" in request.GET
    initial = {name: request.GET.get(name, "") for name in ("q", "first", "last", "store")}
    form = LabelsForm(request.GET) if asked else LabelsForm(initial=initial)
    if form.is_valid():
        copies = form.narrowed(register_of(request.viewer)).exclude(state=Copy.State.REMOVED)
        found = list(copies[: MAX_LABELS + 1])
        if found and len(found) <= MAX_LABELS:
            return _pdf(request, form, found)
        form.add_error(None, _too_many() if found else _("No copy has these numbers. Change what is asked for."))
    return render(request, "circulation/labels.html", {"form": form, "known": known_values(request.viewer)})


def _too_many() -> str:
    return _("These are more than %(most)s labels. Print them in parts: from one number to another.") % {
        "most": MAX_LABELS
    }


def _pdf(request: ViewerRequest, form: LabelsForm, copies: list[Copy]) -> HttpResponse:
    data = form.cleaned_data
    school = School.objects.get(pk=request.viewer.school or 0).name
    kind, sheet = LabelKind(data["kind"]), SHEETS[data["sheet"]]
    content = labels_pdf(copies, kind=kind, sheet=sheet, start=data["start"], school=school)
    return attached(content, "nhan-sach", "pdf", localdate())
