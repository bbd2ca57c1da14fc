"""The holdings of one edition on the desk: who else holds it, what may be the same, join and part."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.errors import NotFound
from accounts.paging import page_of
from portal.scoped_admin.viewsets import ScopedQuerysetMixin, viewer_of
from repository.actions import join_edition, part_edition
from repository.models import Resource
from repository.queries import holdings_of, perhaps_same_edition, resource_for

CANDIDATES_ON_A_PAGE = 20


class EditionView(ScopedQuerysetMixin, PermissionCheckedMixin, View):
    """The holdings; a posted UUID joins the edition of that resource, a post without one parts from the others."""

    permission_required = "change"

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Show the holdings and the candidates."""
        resource, viewer = self._resource(pk), viewer_of(request)
        holdings = holdings_of(viewer, [resource])[resource.edition_id]
        context = {
            "resource": resource,
            "others": [held for held in holdings if held.pk != resource.pk],
            "page": page_of(request, perhaps_same_edition(viewer, resource), size=CANDIDATES_ON_A_PAGE),
        }
        return render(request, "portal/desk/edition.html", context)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Join or part."""
        resource, viewer, other = self._resource(pk), viewer_of(request), request.POST.get("other", "")
        if other:
            join_edition(resource, other=resource_for(viewer, _uuid(other)), by=viewer)
            messages.success(request, _("Both are now holdings of one edition. “Part” takes it back."))
        elif part_edition(resource, by=viewer):
            messages.success(request, _("It is a holding of an edition of its own again."))
        return redirect("resource:edition", resource.pk)

    def _resource(self, pk: str) -> Resource:
        found: Resource = get_object_or_404(self.scoped(), pk=pk)
        return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as malformed:
        raise NotFound from malformed
