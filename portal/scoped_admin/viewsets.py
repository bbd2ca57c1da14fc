"""The base of all admin views for librarians: each view starts from a query that takes the viewer.

Wagtail's generic views fetch objects by key alone; these answer 404 for objects outside the query. To put a model on
the desk: subclass SchoolViewSet with `model`, `query`, `form_class`, `verbs`, and name it in portal/wagtail_hooks.py.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import usage
from wagtail.admin.views.generic.base import BaseListingView, BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from access.viewer import Viewer
from accounts.errors import UserFacingError
from accounts.models import AuditEntry
from portal.scoped_admin.exports import value_in_words
from portal.text_search import matching

Query = Callable[[Viewer], QuerySet[Any]]


def viewer_of(request: HttpRequest) -> Viewer:
    """Return the viewer that the middleware set on the request."""
    return request.viewer  # type: ignore[attr-defined]


class ScopedQuerysetMixin:
    """A view limited to what its query returns for the viewer."""

    query: Query | None = None
    request: HttpRequest

    def scoped(self) -> QuerySet[Any]:
        """Return all that this view may show or change."""
        assert self.query is not None
        return self.query(viewer_of(self.request))


class SchoolListView(ScopedQuerysetMixin, generic.IndexView):
    """List, search, filters and export."""

    bulk: bool = False
    export_values: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}  # of fields that are more than their value
    template_name = "accounts/desk/list.html"

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the query's objects: Wagtail starts here for pages, results and exports alike."""
        return self.scoped()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Search as readers search."""
        return matching(queryset, self.search_fields or [], self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Add a check box first where bulk actions exist."""
        boxes = [BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet")] if self.bulk else []
        return [*boxes, *super().columns]

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> BaseColumn:
        return super()._get_title_column(
            field_name, *args, get_title_id=lambda obj: f"snippet_{obj.pk}_title", **kwargs
        )

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Return the exported values in words."""
        return {
            field: self.export_values[field](item) if field in self.export_values else value_in_words(item, field)
            for field in self.list_export
        }


class ActionFormMixin(ScopedQuerysetMixin):
    """A view whose form calls an action: `form.save_for(viewer)` writes and returns the object."""

    def get_queryset(self) -> QuerySet[Any]:
        """Return the objects among which the key is looked up."""
        return self.scoped()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the viewer to the form."""
        return {**super().get_form_kwargs(), "viewer": viewer_of(self.request)}  # type: ignore[misc]

    def save_instance(self) -> Model:
        """Let the form call its action."""
        return self.form.save_for(viewer_of(self.request))  # type: ignore[attr-defined]

    def form_valid(self, form: Any) -> HttpResponse:
        """Save; show an action's refusal above the form, in which case nothing is written."""
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except UserFacingError as refusal:
            if refusal.status == 404:
                raise
            form.add_error(None, str(refusal))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class SchoolAddView(ActionFormMixin, generic.CreateView):
    """Add an object through its action."""


class SchoolEditView(ActionFormMixin, generic.EditView):
    """Change an object through its action."""

    def get_last_updated_info(self) -> None:
        """Return nothing: the audit replaces Wagtail's own log."""
        return


class SchoolUsageView(ScopedQuerysetMixin, usage.UsageView):
    """Where an object is used, as far as the viewer may open those places."""

    def get_base_object_queryset(self) -> QuerySet[Any]:
        """Return the objects among which the key is looked up."""
        return self.scoped()

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        """Leave out uses in other schools instead of naming them as private."""
        table = super().get_table(object_list, **kwargs)
        table.data = [row for row in table.data if row["edit_url"] is not None]
        return table


class Changes(WagtailPaginator):
    """Names for the entries of a history."""

    verbose_name = _("change")
    verbose_name_plural = _("changes")


class SchoolHistoryView(ScopedQuerysetMixin, PermissionCheckedMixin, BaseObjectMixin, BaseListingView):
    """The audit entries of an object, limited to the verbs of the desk."""

    verbs: Mapping[str, str | Promise] = {}
    any_permission_required = ["change", "view"]
    page_title = _("History")
    header_icon = "history"
    paginate_by = 50
    index_url_name: str | None = None
    verbose_name_plural = _("changes")
    paginator_class = Changes

    def get_base_object_queryset(self) -> QuerySet[Any]:
        """Return the objects among which the key is looked up."""
        return self.scoped()

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        """Return entries with verbs of the desk: what readers do is private."""
        lines = AuditEntry.objects.filter(target=self.object.uuid, verb__in=list(self.verbs))
        return lines.select_related("by").order_by("-at", "-pk")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the time, the person and the verb."""
        return [
            DateColumn("at", label=_("When"), accessor="at"),
            Column("by", label=_("Who"), accessor=lambda line: line.by or _("the system")),
            Column("verb", label=_("What"), accessor=self.phrase),
        ]

    def phrase(self, entry: AuditEntry) -> str:
        """Return what was done."""
        return str(self.verbs[entry.verb])

    def get_page_subtitle(self) -> str:
        """Return the name of the object."""
        return str(self.object)


class SchoolViewSet(ModelViewSet):
    """A model on the librarian's desk; actions replace Wagtail's deleting and copying."""

    query: ClassVar["staticmethod[[Viewer], QuerySet[Any]]"]
    form_class: ClassVar[type]
    verbs: ClassVar[Mapping[str, str | Promise]] = {}
    bulk: ClassVar[bool] = False
    can_add: ClassVar[bool] = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    add_to_admin_menu = True
    index_view_class = SchoolListView
    add_view_class = SchoolAddView
    edit_view_class = SchoolEditView
    history_view_class = SchoolHistoryView
    usage_view_class = SchoolUsageView

    @property
    def menu_name(self) -> str:
        """Return the name of the menu entry."""
        return str(self.name)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Give every view the query, and no URL that the desk does not offer."""
        common: dict[str, Any] = super().get_common_view_kwargs(
            query=type(self).query, verbs=self.verbs, bulk=self.bulk, **kwargs
        )
        hidden = {"delete_url_name", *([] if self.can_add else ["add_url_name"])}
        return {**common, **dict.fromkeys(hidden)}

    def get_form_class(self, for_update: bool = False) -> type:
        """Return one form for adding and changing."""
        return self.form_class

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Title the list as the menu entry."""
        view_kwargs: dict[str, Any] = super().get_index_view_kwargs(page_title=self.menu_label, **kwargs)
        return view_kwargs

    def get_history_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Use the template of all lists for the history."""
        return kwargs

    def get_urlpatterns(self) -> list[Any]:
        """Return the URLs that the desk offers."""
        key = f"<{self.pk_path_converter}:pk>"
        add = [path("new/", self.add_view, name="add")] if self.can_add else []
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            *add,
            path(f"edit/{key}/", self.edit_view, name="edit"),
            path(f"history/{key}/", self.history_view, name="history"),
            path(f"usage/{key}/", self.usage_view, name="usage"),
        ]
