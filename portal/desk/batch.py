"""Edit many records on the desk: those selected in the list, or all that its filters find; preview, then one act."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from changesets.edits.carrying_out import start_edit
from changesets.edits.preview import preview_of
from portal.desk.batch_forms import FORMS, EditForm
from portal.scoped_admin.choosers import whole_numbers
from portal.scoped_admin.viewsets import viewer_of
from repository.models import Resource
from sharing.http import require_librarian


class BatchEditMixin:
    """Beside the list view: its search and filters in the address say which records are meant, or `id` names them.

    A posted form shows its preview; posted again with `start`, it starts the act.
    """

    request: HttpRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the forms."""
        require_librarian(viewer_of(request))
        return self._page(FORMS[0].name, [form(viewer=viewer_of(request)) for form in FORMS])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Preview the posted form, or start its act."""
        viewer = viewer_of(request)
        require_librarian(viewer)
        chosen = request.POST.get("form", "")
        forms = [form(request.POST, viewer=viewer) if form.name == chosen else form(viewer=viewer) for form in FORMS]
        form = next((form for form in forms if form.name == chosen), None)
        if form is None or not form.is_valid():
            return self._page(chosen, forms)
        selected = self._selected()
        if "start" in request.POST:
            return redirect(
                "changesets:change_set", start_edit(form.edit(), selected, title=form.sentence(), by=viewer).uuid
            )
        context = {
            "form": form,
            "posted": [
                (name, value) for name, values in request.POST.lists() for value in values if "token" not in name
            ],
            "sentence": form.sentence(),
            "preview": preview_of(form.edit(), selected, viewer.school or 0),
            "is_of_record": form.edit().is_of_record,
        }
        return render(request, "portal/desk/batch_preview.html", context)

    def _selected(self) -> QuerySet[Resource]:
        keys = whole_numbers(self.request.GET.getlist("id"))
        found: QuerySet[Resource] = self.get_queryset()  # type: ignore[attr-defined]
        return found.filter(pk__in=keys) if self.request.GET.getlist("id") else found

    def _page(self, chosen: str, forms: list[EditForm]) -> HttpResponse:
        number = self._selected().order_by().values("pk").distinct().count()
        context = {"forms": forms, "chosen": chosen, "number": number}
        return render(self.request, "portal/desk/batch_edit.html", context)
