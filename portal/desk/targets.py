"""The catalogues to copy from on the desk of the administrator, and the test of one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from access.viewer import Viewer
from accounts.errors import saved_sentence
from accounts.form_fields import LineField
from accounts.models import AuditEntry
from imports.copy_cataloguing.actions.targets import TargetValues, save_target, try_target
from imports.copy_cataloguing.errors import EntryProblem
from imports.copy_cataloguing.isbn import MAX_ENTRY, read_isbn
from imports.copy_cataloguing.models import Target
from imports.copy_cataloguing.queries import targets_for
from portal.desk.forms import DeskForm
from portal.scoped_admin.viewsets import (
    SchoolEditView,
    SchoolHistoryView,
    SchoolListView,
    SchoolViewSet,
    ScopedQuerysetMixin,
    viewer_of,
)

VERBS = {"target.create": _("created"), "target.change": _("changed")}
EXAMPLE = "9786042088589"  # a book that the form of the test proposes


class TargetForm(DeskForm):
    """One catalogue."""

    name = LineField(label=_("Name"), max_length=100)
    host = LineField(
        label=_("Host"),
        max_length=253,
        help_text=_("Without http:// and without the port. An address of your own network is allowed if you enter it."),
    )
    database = LineField(
        label=_("Database"),
        max_length=100,
        help_text=_("Of SRU, what follows the port in the address. The operator of the catalogue publishes it."),
    )

    class Meta:
        model = Target
        fields = [
            "name",
            "protocol",
            "host",
            "port",
            "database",
            "is_encrypted",
            "schema",
            "isbn_index",
            "encoding",
            "position",
            "is_active",
        ]
        help_texts: ClassVar = {
            "is_encrypted": _("For SRU only."),
            "schema": _("Leave it empty for the usual one: marcxml for SRU, usmarc for Z39.50."),
            "isbn_index": _("For SRU only. Leave it empty for the usual one, bath.isbn."),
            "encoding": _("Choose one if the marks of Vietnamese letters come out wrong."),
            "position": _("Small numbers are shown first."),
            "is_active": _("A catalogue that is not in use is not asked."),
        }

    def save_for(self, viewer: Viewer) -> Target:
        """Create or change the target."""
        values = TargetValues(**{name: self.cleaned_data[name] for name in self.Meta.fields})
        return save_target(self.instance if self.instance.pk else None, values, by=viewer)


class TargetListView(SchoolListView):
    """The catalogues, each with its address and what happened last."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the name, the protocol, the address, whether it is in use, and the last outage."""
        return [
            *super().columns,
            Column("protocol", label=_("Protocol"), accessor=lambda row: row.get_protocol_display()),
            Column("address", label=_("Address"), accessor=lambda row: f"{row.host}:{row.port}/{row.database}"),
            BooleanColumn("is_active", label=_("In use"), accessor="is_active"),
            Column("problem", label=_("Problem"), accessor=_problem),
        ]


class TargetEditView(SchoolEditView):
    """The form, with a link to the test."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Return the link to the test."""
        return [HeaderButton(_("Test"), url=reverse("target:test", args=[self.object.pk]), icon_name="search")]

    def get_success_url(self) -> str:
        """Go on to the test."""
        return reverse("target:test", args=[self.object.pk])


class TargetHistoryView(SchoolHistoryView):
    """The changes of a catalogue, which is no object of a school and has no UUID."""

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        """Return the entries that name its key."""
        lines = AuditEntry.objects.filter(verb__in=list(self.verbs), details__key=self.object.pk)
        return lines.select_related("by").order_by("-at", "-pk")


class TargetTestView(ScopedQuerysetMixin, PermissionCheckedMixin, View):
    """Ask the catalogue for one ISBN, and show what it answers."""

    permission_required = "change"

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Show the form."""
        return render(request, "portal/desk/target_test.html", {"target": self._target(pk), "entry": EXAMPLE})

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Ask now."""
        target, entry = self._target(pk), request.POST.get("entry", "")[:MAX_ENTRY]
        try:
            isbn = read_isbn(entry)
        except EntryProblem as problem:
            messages.error(request, str(problem))
            return redirect("target:test", target.pk)
        result = try_target(target, isbn=isbn, by=viewer_of(request))
        return render(request, "portal/desk/target_test.html", {"target": target, "entry": entry, "result": result})

    def _target(self, pk: str) -> Target:
        found: Target = get_object_or_404(self.scoped(), pk=pk)
        return found


def _problem(row: Target) -> str:
    return saved_sentence(row.problem, row.problem_details)


class TargetViewSet(SchoolViewSet):
    """The catalogues to copy from, for the administrators of the installation."""

    model = Target
    query = staticmethod(targets_for)
    form_class = TargetForm
    verbs = VERBS
    icon = "globe"
    menu_label = _("Catalogues to copy from")
    menu_order = 72
    url_prefix = "nguon-bien-muc"
    name = "target"
    list_display: ClassVar = ["name"]
    list_export: ClassVar = [
        "name",
        "protocol",
        "host",
        "port",
        "database",
        "schema",
        "encoding",
        "position",
        "is_active",
    ]
    export_filename = "nguon-bien-muc"
    search_fields: ClassVar = ["name", "host"]
    index_view_class = TargetListView
    edit_view_class = TargetEditView
    history_view_class = TargetHistoryView

    def get_urlpatterns(self) -> list[Any]:
        """Add the test."""
        test = self.construct_view(TargetTestView)
        return [*super().get_urlpatterns(), path("test/<int:pk>/", test, name="test")]
