"""Choosing resources for pages and collections: those that the librarian may discover."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView

from access.actions import Action
from access.viewer import Viewer
from accounts.form_fields import LineField
from accounts.text import is_key
from portal.current_viewer import current_viewer
from portal.scoped_admin.chooser_blocks import ViewerChooserBlock
from portal.scoped_admin.choosers import SchoolChooseResultsView, SchoolChooserViewSet, SchoolChooseView
from portal.text_search import matching
from repository.models import Resource
from repository.queries import owned_by, resources_allowed
from search.query import MAX_TEXT_LENGTH


def discoverable(viewer: Viewer) -> QuerySet[Resource]:
    """Return what a shelf may hold: all that the viewer may discover, the school's own drafts first."""
    return resources_allowed(viewer, Action.DISCOVER).select_related("owner")


def discoverable_by_current_viewer(resource: Resource) -> bool:
    """Return whether the current viewer of the admin may discover the resource."""
    viewer = current_viewer()
    return viewer is not None and discoverable(viewer).filter(pk=resource.pk).exists()


class TitleFilter(BaseFilterForm):
    """Search in titles and creators."""

    q = LineField(
        label=_("Words from the title or an author's name"),
        widget=forms.TextInput(attrs={"type": "search"}),
        max_length=MAX_TEXT_LENGTH,
        required=False,
    )

    def filter(self, objects: QuerySet[Resource]) -> QuerySet[Resource]:
        """Return the resources whose title or creators contain the words."""
        words = self.cleaned_data.get("q")
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return matching(objects, ["title", "contributors__name"], words)


class ResourceColumns(BaseChooseView):
    """The columns of the chooser."""

    filter_form_class = TitleFilter
    ordering = "sort_title"

    @property
    def columns(self) -> list[Column]:
        """Return title, owner, kind and state."""
        return [
            self.title_column,
            Column("owner", label=_("School"), accessor="owner"),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("state", label=_("State"), accessor="get_state_display"),
        ]


class ResourceChooseView(ResourceColumns, SchoolChooseView):
    """The chooser's window."""


class ResourceChooseResultsView(ResourceColumns, SchoolChooseResultsView):
    """The list in the window."""


class ResourceChooser(SchoolChooserViewSet):
    """For shelves: all that the viewer may discover."""

    model = Resource
    query = staticmethod(discoverable)
    icon = "list-ul"
    choose_one_text = _("Choose a resource")
    choose_another_text = _("Choose another resource")
    edit_item_text = _("Edit this resource")
    choose_view_class = ResourceChooseView
    choose_results_view_class = ResourceChooseResultsView


class OwnResourceChooser(ResourceChooser):
    """For collections: what the librarian's school owns."""

    query = staticmethod(owned_by)


resource_chooser = ResourceChooser("choose_resource", url_prefix="chon-hoc-lieu")
own_resource_chooser = OwnResourceChooser("choose_own_resource", url_prefix="chon-hoc-lieu-truong")


class OwnResourceWidget(own_resource_chooser.widget_class):  # type: ignore[name-defined]
    """A widget that shows a resource of the librarian's school; anything else is no choice."""

    def get_instance(self, value: Any) -> Resource | None:
        """Return the resource of a key, also of one that was posted, or None."""
        viewer = current_viewer()
        if value is None or isinstance(value, Resource) or viewer is None:
            return value if isinstance(value, Resource) else None
        return owned_by(viewer).filter(pk=value).first() if is_key(value) else None


class ResourceWidget(resource_chooser.widget_class):  # type: ignore[name-defined]
    """A widget that shows the title of the chosen resource to those who may discover it."""

    show_edit_link = False

    def get_value_data_from_instance(self, instance: Resource) -> dict[str, Any]:
        """Return what the field shows."""
        closed = _("A resource you have no access to")
        return {
            "id": instance.pk,
            "title": str(instance if discoverable_by_current_viewer(instance) else closed),
            "edit_url": None,
        }


class ResourceBlock(ViewerChooserBlock):
    """A resource in a StreamField."""

    target_model = Resource
    widget = ResourceWidget()
    query = staticmethod(discoverable)

    class Meta:
        icon = "list-ul"
