"""Choosing a collection for a shelf of a page: those of the librarian's school, and shown ones of all schools."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView

from portal.current_viewer import current_viewer
from portal.scoped_admin.chooser_blocks import ViewerChooserBlock
from portal.scoped_admin.choosers import SchoolChooseResultsView, SchoolChooserViewSet, SchoolChooseView
from repository.models import Collection
from repository.queries import collections_for


class CollectionColumns(BaseChooseView):
    """The columns of the chooser."""

    ordering = "name"

    @property
    def columns(self) -> list[Column]:
        """Return name and school."""
        return [self.title_column, Column("school", label=_("School"), accessor="school")]


class CollectionChooseView(CollectionColumns, SchoolChooseView):
    """The chooser's window."""


class CollectionChooseResultsView(CollectionColumns, SchoolChooseResultsView):
    """The list in the window."""


class CollectionChooser(SchoolChooserViewSet):
    """All collections whose page the viewer may open."""

    model = Collection
    query = staticmethod(collections_for)
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a collection")
    choose_another_text = _("Choose another collection")
    edit_item_text = _("Edit this collection")
    choose_view_class = CollectionChooseView
    choose_results_view_class = CollectionChooseResultsView


collection_chooser = CollectionChooser("choose_collection", url_prefix="chon-bo-suu-tap")


class CollectionWidget(collection_chooser.widget_class):  # type: ignore[name-defined]
    """A widget that shows the name of the chosen collection to those who may open its page."""

    show_edit_link = False

    def get_value_data_from_instance(self, instance: Collection) -> dict[str, Any]:
        """Return what the field shows."""
        viewer = current_viewer()
        is_open = viewer is not None and collections_for(viewer).filter(pk=instance.pk).exists()
        closed = _("A collection you have no access to")
        return {"id": instance.pk, "title": str(instance if is_open else closed), "edit_url": None}


class CollectionBlock(ViewerChooserBlock):
    """A collection in a StreamField."""

    target_model = Collection
    widget = CollectionWidget()
    query = staticmethod(collections_for)

    class Meta:
        icon = "folder-open-inverse"
        label = pgettext_lazy("of resources", "Collection")
