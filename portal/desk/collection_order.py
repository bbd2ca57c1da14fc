"""The order of a collection on the desk: drag a row, move it by the arrow keys, or send it to a place by number."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.paging import PARAMETER, page_of
from portal.scoped_admin.viewsets import ScopedQuerysetMixin, viewer_of
from repository.actions import move_in_collection
from repository.models import Collection

ROWS_ON_A_PAGE = 50
ANY_RESOURCE = 999999  # what Wagtail's script replaces with the key of the moved row
FAR = 1_000_000  # beyond the last place of any collection


class CollectionOrderView(ScopedQuerysetMixin, PermissionCheckedMixin, View):
    """The rows in their order; a posted form moves one resource to a place."""

    permission_required = "change"

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Show one page of the rows."""
        collection = self._collection(pk)
        rows = collection.resources.order_by("entries__position", "entries__pk").only("pk", "title", "state")
        page = page_of(request, rows, size=ROWS_ON_A_PAGE)
        last = page.first + len(page.rows) - 1
        context = {
            "collection": collection,
            "page": page,
            "rows": list(enumerate(page.rows, start=page.first)),
            "edit_url": reverse("collection:edit", args=[collection.pk]),
            "drag_url": reverse("collection:drag", args=[collection.pk, page.first, max(last, 0), ANY_RESOURCE]),
        }
        return render(request, "portal/desk/collection_order.html", context)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Move the resource of the form to the place of the form, and return to the page that shows it."""
        collection = self._collection(pk)
        place = _number(request.POST.get("place", ""))
        resource = _number(request.POST.get("resource", ""))
        address = reverse("collection:order", args=[collection.pk])
        if resource is None:
            messages.error(request, _("Choose the resource to move. Nothing was changed."))
            return redirect(address)
        moved = get_object_or_404(collection.resources, pk=resource)
        if place is None:
            messages.error(request, _("The place is a whole number, for example 1 for the first."))
            return redirect(address)
        place = move_in_collection(collection, resource=moved, position=place, by=viewer_of(request))
        messages.success(request, _("“%(title)s” is at place %(place)s.") % {"title": moved.title, "place": place})
        return redirect(f"{address}?{PARAMETER}={(place - 1) // ROWS_ON_A_PAGE + 1}#resource-{moved.pk}")

    def _collection(self, pk: str) -> Collection:
        found: Collection = get_object_or_404(self.scoped(), pk=pk)
        return found


class CollectionDragView(CollectionOrderView):
    """Wagtail's script reports a moved row: its index on the page in `position`, none for the last row."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse: only a moved row is reported here."""
        return self.http_method_not_allowed(request)

    def post(self, request: HttpRequest, pk: str, first: int, last: int, resource: int) -> HttpResponse:  # type: ignore[override]
        """Move the row; `first` and `last` are the places that the page shows."""
        collection = self._collection(pk)
        moved = get_object_or_404(collection.resources, pk=resource)
        index = _number(request.GET.get("position", ""))
        place = last if index is None else first + index
        move_in_collection(collection, resource=moved, position=place, by=viewer_of(request))
        return HttpResponse(status=204)


def _number(text: str) -> int | None:
    """Return a whole number as typed, at most FAR; None for anything else."""
    return min(int(text[:9]), FAR) if text.isascii() and text.isdigit() else None
