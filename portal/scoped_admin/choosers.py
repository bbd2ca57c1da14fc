"""Choosers that list, and accept, only what a query returns for the viewer."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from access.viewer import Viewer
from accounts.text import is_key
from portal.scoped_admin.viewsets import ScopedQuerysetMixin


def whole_numbers(keys: list[str]) -> list[int]:
    """Return primary keys from a URL. Raise Http404 for anything that is no number."""
    if not all(map(is_key, keys)):
        raise Http404
    return [int(key) for key in keys]


class ScopedListMixin(ScopedQuerysetMixin):
    """The list in the chooser."""

    def get_object_list(self) -> QuerySet[Any]:
        """Return what the viewer may choose."""
        return self.scoped()


class SchoolChooseView(ScopedListMixin, chooser.ChooseView):
    """The chooser's window."""


class SchoolChooseResultsView(ScopedListMixin, chooser.ChooseResultsView):
    """The list in the window, after a search or on another page."""


class SchoolChosenView(ScopedQuerysetMixin, chooser.ChosenView):
    """The chosen object."""

    def get_object(self, pk: str) -> Any:
        """Return the object. Raise the model's DoesNotExist (404) for what the viewer may not choose."""
        return self.scoped().get(pk=whole_numbers([pk])[0])


class SchoolChosenMultipleView(ScopedQuerysetMixin, chooser.ChosenMultipleView):
    """Several chosen objects: all of them, or 404."""

    def get_objects(self, pks: list[str]) -> list[Any]:
        """Return the objects in the order in which they were chosen."""
        keys = list(dict.fromkeys(whole_numbers(pks)))
        objects = self.scoped().in_bulk(keys)
        if len(objects) != len(keys):
            raise Http404
        return [objects[key] for key in keys]


class SchoolChooserViewSet(ChooserViewSet):
    """A chooser of one model that starts from a query and creates nothing."""

    query: ClassVar["staticmethod[[Viewer], QuerySet[Any]]"]
    register_widget = False
    choose_view_class = SchoolChooseView
    choose_results_view_class = SchoolChooseResultsView
    chosen_view_class = SchoolChosenView
    chosen_multiple_view_class = SchoolChosenMultipleView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Give every view the query."""
        common: dict[str, Any] = super().get_common_view_kwargs(query=type(self).query, **kwargs)
        return common

    def get_urlpatterns(self) -> list[Any]:
        """Return the URLs of choosing alone."""
        return [
            path("", self.choose_view, name="choose"),
            path("results/", self.choose_results_view, name="choose_results"),
            path("chosen/<str:pk>/", self.chosen_view, name="chosen"),
            path("chosen-multiple/", self.chosen_multiple_view, name="chosen_multiple"),
        ]
