"""Collections on the desk: name, description, content, order, grants."""

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column
from wagtail.admin.widgets.button import HeaderButton

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.form_fields import LineField, ParagraphsField
from accounts.paging import page_of
from accounts.queries import managed_schools
from portal.desk.collection_order import CollectionDragView, CollectionOrderView
from portal.desk.forms import DeskForm
from portal.resource_chooser import OwnResourceWidget
from portal.scoped_admin.viewsets import SchoolAddView, SchoolEditView, SchoolListView, SchoolViewSet, viewer_of
from repository.actions import add_to_collection, make_collection, remove_from_collection, rename_collection
from repository.models import Collection, Resource
from repository.queries import collections_of, owned_by
from repository.record_bounds import MAX_TEXT

VERBS = {
    "collection.make": _("created"),
    "collection.rename": _("renamed"),
    "collection.add": _("added a resource"),
    "collection.remove": _("removed a resource"),
    "collection.move": _("moved a resource"),
    "open.discover": _("granted permission to find"),
    "open.look_inside": _("granted permission to search inside"),
    "open.read": _("granted permission to read"),
    "open.borrow": _("granted permission to borrow"),
    "open.copy": _("granted permission to copy"),
    "close.discover": _("revoked permission to find"),
    "close.look_inside": _("revoked permission to search inside"),
    "close.read": _("revoked permission to read"),
    "close.borrow": _("revoked permission to borrow"),
    "close.copy": _("revoked permission to copy"),
}

CONTENT_ON_A_PAGE = 50


class CollectionForm(DeskForm):
    """Name, description and content, a page at a time: a ticked resource is removed; each save can add one more."""

    name = LineField(label=_("Name"), max_length=200)
    description = ParagraphsField(
        label=_("Description"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_TEXT["description"],
        required=False,
    )
    removed = forms.ModelMultipleChoiceField(
        label=_("In the collection"),
        queryset=Resource.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    one_more = forms.ModelChoiceField(
        label=_("Add a resource"),
        help_text=_("To add several at once, select them in the list of resources."),
        queryset=Resource.objects.none(),
        widget=OwnResourceWidget,
        required=False,
    )

    class Meta:
        model = Collection
        fields = ["name", "description", "is_shown"]
        labels = {"is_shown": _("Show it to readers")}
        help_texts = {
            "is_shown": _(
                "It gets a page with its own address, a place on the school's page, and a filter in search results. "
                "Each reader sees what they have access to."
            )
        }

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["one_more"].queryset = owned_by(self.viewer)  # type: ignore[attr-defined]
        if self.instance.pk and request is not None:
            self._list_content(request)
        else:
            del self.fields["removed"]

    def _list_content(self, request: HttpRequest) -> None:
        """Accept the removal of any resource of the collection; offer those of one page."""
        content: Any = self.fields["removed"]
        content.queryset = self.instance.resources.order_by("entries__position", "entries__pk")
        page = page_of(request, content.queryset, size=CONTENT_ON_A_PAGE)
        content.widget.choices = [(resource.pk, resource.title) for resource in page.rows]
        content.help_text = render_to_string("portal/desk/collection_content.html", {"page": page})

    def save_for(self, viewer: Viewer) -> Collection:
        """Create or rename the collection, then add and remove resources."""
        data = self.cleaned_data
        terms = {name: data[name] for name in ("name", "description", "is_shown")}
        if self.instance.pk is None:
            school = managed_schools(viewer).get(pk__in=[viewer.school])
            collection = make_collection(school=school, by=viewer, **terms)
        else:
            collection = rename_collection(self.instance, by=viewer, **terms)
            for resource in data["removed"]:
                remove_from_collection(collection, resource=resource, by=viewer)
        if data["one_more"] is not None:
            add_to_collection(collection, resource=data["one_more"], by=viewer)
        return collection


class CollectionListView(SchoolListView):
    """The list, with the number of resources in each collection."""

    def get_add_url(self) -> str | None:
        """Offer to add a collection to librarians alone: a collection belongs to the school of its librarian."""
        return super().get_add_url() if viewer_of(self.request).is_staff else None

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the name, the number of resources, and whether readers see its page."""
        return [
            *super().columns,
            Column("size", label=_("Resources"), accessor="size"),
            BooleanColumn("is_shown", label=_("Shown to readers"), accessor="is_shown"),
        ]

    def get_base_queryset(self) -> QuerySet[Collection]:
        """Return the collections, each with its number of resources as `size`."""
        return super().get_base_queryset().annotate(size=Count("entries"))


class CollectionAddView(SchoolAddView):
    """The form of a new collection, for librarians."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raise NotFound for viewers without a school of their own."""
        super().setup(request, *args, **kwargs)
        if not viewer_of(request).is_staff:
            raise NotFound


class CollectionEditView(SchoolEditView):
    """The form, with a link to the collection's grants."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the request, whose address names the page of the content."""
        return {**super().get_form_kwargs(), "request": self.request}

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Return the links to its order, its grants and its page for readers."""
        uuid, key = self.object.uuid, self.object.pk
        return [
            HeaderButton(_("Order"), url=reverse("collection:order", args=[key]), icon_name="list-ol"),
            HeaderButton(_("Who has access"), url=reverse("sharing:collection_grants", args=[uuid]), icon_name="group"),
            HeaderButton(_("View as a reader"), url=reverse("reading:collection", args=[uuid]), icon_name="view"),
        ]

    def get_success_url(self) -> str:
        """Stay on the form, so that the librarian can add the next resource."""
        return reverse("collection:edit", args=[self.object.pk])


class CollectionViewSet(SchoolViewSet):
    """The collections of the librarian's school."""

    model = Collection
    query = staticmethod(collections_of)
    form_class = CollectionForm
    verbs = VERBS
    icon = "folder-open-inverse"
    menu_label = pgettext_lazy("of resources", "Collections")
    menu_order = 30
    url_prefix = "bo-suu-tap"
    name = "collection"
    list_display = ["name"]
    list_export = ["name", "description", "is_shown"]
    export_headings = {"is_shown": _("Shown to readers")}
    export_filename = "bo-suu-tap"
    search_fields = ["name"]
    index_view_class = CollectionListView
    add_view_class = CollectionAddView
    edit_view_class = CollectionEditView

    def get_urlpatterns(self) -> list[Any]:
        """Add the screen of the order, and where a dragged row is reported."""
        order = self.construct_view(CollectionOrderView)
        drag = self.construct_view(CollectionDragView)
        return [
            *super().get_urlpatterns(),
            path("order/<int:pk>/", order, name="order"),
            path("order/<int:pk>/<int:first>/<int:last>/<int:resource>/", drag, name="drag"),
        ]
