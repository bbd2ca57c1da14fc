"""The list of overdue loans, on the screen and to print as notices."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from circulation.desk.forms import OverdueForm
from circulation.desk.queries import desk_school, overdue_lines
from sharing.http import ViewerRequest, librarian_required


@librarian_required
@require_GET
def overdue(request: ViewerRequest) -> HttpResponse:
    """Show the overdue loans by class; with `in`, as notices to cut and hand out."""
    form = OverdueForm(request.GET)
    lines = overdue_lines(request.viewer, **form.wanted())
    context = {
        "school": desk_school(request.viewer),
        "form": form,
        "lines": lines,
        "today": request.viewer.now,
        "query": urlencode({name: request.GET[name] for name in form.fields if name in request.GET}),
    }
    template = "circulation/desk/notices.html" if "in" in request.GET else "circulation/desk/overdue.html"
    return render(request, template, context)
