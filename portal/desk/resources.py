"""Resources on the desk: list with filters, the record, bulk actions."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from access.labels import ANY, own
from access.viewer import Viewer
from portal.desk.forms import DeskForm
from portal.scoped_admin.bulk import SchoolBulkAction
from portal.scoped_admin.viewsets import SchoolEditView, SchoolListView, SchoolViewSet, viewer_of
from repository.actions import add_to_collection, publish, update_record, withdraw
from repository.curriculum import GRADES, Subject
from repository.forms import RecordFields
from repository.models import Resource
from repository.queries import owned_by
from repository.record_bounds import LANGUAGES
from sharing.choice_sources import collections
from sharing.pickers import PickOne, picker

VERBS = {
    "resource.draft": _("created a draft"),
    "resource.describe": _("edited the record"),
    "resource.publish": _("published"),
    "resource.withdraw": _("withdrawn"),
    "resource.copy": _("created from a copy"),
    "resource.number_pages": _("numbered the pages"),
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


class ResourceForm(DeskForm, RecordFields):
    """The record as the librarian describes it."""

    class Meta:
        model = Resource
        fields = [
            "title", "subtitle", "creators", "description", "publisher", "year", "isbn", "kind", "subjects", "grades",
            "languages", "rights", "rights_note", "protected",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["creators"] = "\n".join(c.name for c in self.instance.contributors.all())

    def save_for(self, viewer: Viewer) -> Resource:
        """Replace the description."""
        return update_record(self.instance, description=self.record_description(), by=viewer)


class ResourceFilters(WagtailFilterSet):
    """State, kind, subject and grade."""

    subject = django_filters.ChoiceFilter(label=_("Subject"), choices=Subject.choices, method="about")
    grade = django_filters.ChoiceFilter(label=_("Grade"), choices=[(g, g) for g in GRADES], method="about")

    class Meta:
        model = Resource
        fields = ["state", "kind"]

    def about(self, resources: QuerySet[Resource], name: str, value: str) -> QuerySet[Resource]:
        """Filter by subject or grade through the owner's labels, which name each of them."""
        axes = {"subject": ANY, "grade": ANY} | {name: value}
        return resources.filter(labels__label=own(self.request.viewer.school, axes["subject"], axes["grade"]))


def _named(codes: list[str], choices: Iterable[tuple[str, Any]]) -> list[str]:
    """Return the labels of codes; a code that is no longer offered stays as it is."""
    labels = dict(choices)
    return [str(labels.get(code, code)) for code in codes]


class ResourceListView(SchoolListView):
    """The list, with the creators read in one query."""

    export_values: ClassVar[Mapping[str, Callable[[Any], Any]]] = {
        "subjects": lambda resource: _named(resource.subjects, Subject.choices),
        "languages": lambda resource: _named(resource.languages, LANGUAGES),
    }

    def get_base_queryset(self) -> QuerySet[Resource]:
        """Return what the librarian's school owns."""
        return super().get_base_queryset().prefetch_related("contributors")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return title, creators, kind, state and last change."""
        return [
            *super().columns,
            Column("creators", label=_("Creators"), accessor=lambda r: ", ".join(c.name for c in r.contributors.all())),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            DateColumn("changed_at", label=_("Last changed"), accessor="changed_at", sort_key="changed_at"),
        ]


class ResourceEditView(SchoolEditView):
    """The form, with links to the other things a librarian can do with the resource."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Return links to the grants and to the readers' page."""
        uuid = self.object.uuid
        return [
            HeaderButton(_("Who has access"), url=reverse("sharing:resource_grants", args=[uuid]), icon_name="group"),
            HeaderButton(_("View as a reader"), url=reverse("reading:resource", args=[uuid]), icon_name="view"),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Return publish or withdraw, which ask the same question as the bulk action."""
        verb, label = ("withdraw", _("Withdraw")) if self.object.state == "published" else ("publish", _("Publish"))
        address = reverse("wagtail_bulk_action", args=["repository", "resource", verb])
        back = reverse("resource:edit", args=[self.object.pk])
        return [Button(label, url=f"{address}?{urlencode({'id': self.object.pk, 'next': back})}", icon_name="check")]


class ResourceViewSet(SchoolViewSet):
    """What the librarian's school owns, in every state."""

    model = Resource
    query = staticmethod(owned_by)
    form_class = ResourceForm
    verbs = VERBS
    bulk = True
    can_add = False  # resources come from uploads
    icon = "doc-full"
    menu_label = _("Resources")
    menu_order = 20
    url_prefix = "hoc-lieu"
    name = "resource"
    list_display = ["title"]
    list_export = [
        "title", "subtitle", "creators", "state", "kind", "publisher", "year", "isbn", "subjects", "grades",
        "languages", "rights", "rights_note", "protected", "created_at", "changed_at",
    ]  # fmt: skip
    export_headings = {"creators": _("Creators"), "created_at": _("Created"), "changed_at": _("Last changed")}
    export_filename = "hoc-lieu"
    filterset_class = ResourceFilters
    search_fields = ["title", "contributors__name", "isbn"]
    ordering = ["sort_title", "pk"]
    index_view_class = ResourceListView
    edit_view_class = ResourceEditView


class ResourceBulk(SchoolBulkAction):
    """Base of bulk actions on resources."""

    models = [Resource]
    query = staticmethod(owned_by)


class BulkPublish(ResourceBulk):
    """Publish."""

    display_name = _("Publish")
    aria_label = _("Publish the selected resources")
    action_type = "publish"
    action_priority = 10
    question = _("Everyone with access will find them at once. Publish these resources?")

    @classmethod
    def act(cls, resource: Resource, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Publish one resource."""
        publish(resource, by=by)


class BulkWithdraw(ResourceBulk):
    """Withdraw."""

    display_name = _("Withdraw")
    aria_label = _("Withdraw the selected resources")
    action_type = "withdraw"
    action_priority = 20
    classes = {"serious"}
    question = _(
        "Only your school's librarians will see them; copies that other schools took remain. Withdraw these resources?"
    )

    @classmethod
    def act(cls, resource: Resource, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Withdraw one resource."""
        withdraw(resource, by=by)


class CollectionChoice(forms.Form):
    """The choice of a collection."""

    collection = PickOne(label=pgettext_lazy("of resources", "Collection"))


class BulkAddToCollection(ResourceBulk):
    """Add to a collection."""

    display_name = _("Add to a collection")
    aria_label = _("Add the selected resources to a collection")
    action_type = "collect"
    action_priority = 30
    form_class = CollectionChoice
    question = _("Access to the collection also applies to these resources.")

    def get_form(self, form_class: Any = None) -> CollectionChoice:
        """Offer the collections of the librarian's school alone."""
        form: CollectionChoice = super().get_form(form_class)
        picker(form, "collection").offer(collections(viewer_of(self.request)))
        return form

    @classmethod
    def act(cls, resource: Resource, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Add one resource."""
        add_to_collection(choice["collection"].target, resource=resource, by=by)
