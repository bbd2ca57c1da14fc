"""Resources on the desk: list with filters, the record, its history."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from access.viewer import Viewer
from accounts.models import AuditEntry
from portal.desk.batch import BatchEditMixin
from portal.desk.book_list import BookListMixin
from portal.desk.editions import EditionView
from portal.desk.forms import DeskForm
from portal.desk.record_export import RecordExportMixin
from portal.desk.resource_filters import ResourceFilters
from portal.desk.versions import RecordVersionsView
from portal.scoped_admin.viewsets import SchoolEditView, SchoolHistoryView, SchoolListView, SchoolViewSet
from reading.letters import letter_name
from repository.actions import update_record
from repository.copies import CopyEntry, copies_of
from repository.curriculum import subject_name
from repository.curriculum.proposals import proposals_for
from repository.description import Description
from repository.first_letters import FIRST_LETTERS
from repository.forms import FullRecordFields, initial_of
from repository.languages import language_name
from repository.models import Resource
from repository.queries import changed_since, last_change, owned_by
from repository.record_bounds import NAMES
from sharing.curriculum_fields import CurriculumFields

SHELF_ORDER = "sort_call_number"
VERBS = {
    "resource.draft": _("created a draft"),
    "resource.describe": _("edited the record"),
    "resource.rights": _("cleared the rights"),
    "resource.cover": _("changed the cover"),
    "resource.contents": _("changed the table of contents"),
    "resource.captions": _("saved captions"),
    "resource.captions_removed": _("removed captions"),
    "resource.publish": _("published"),
    "resource.withdraw": _("withdrawn"),
    "resource.copy": _("created from a copy"),
    "resource.edition": _("joined or parted editions"),
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


class ResourceForm(DeskForm, CurriculumFields, FullRecordFields):
    """The record as the librarian describes it; `opened` is the number of the change that was the last one then."""

    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Resource
        fields = [
            "title", "subtitle", "creators", "description", "publisher", "year", "isbn", "kind", "subjects", "grades",
            "languages", "rights", "rights_note", "protected",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(initial_of(Description.of(self.instance)), opened=last_change(self.instance))
        chosen = {name: self.initial.get(name) or [] for name in ("subjects", "grades")}
        found = asdict(proposals_for(self.viewer, self.instance)) if self.instance.pk else {}
        offered = {name: dict.fromkeys([*values, *found.get(name, ())]) for name, values in chosen.items()}
        self.offer_curriculum(self.viewer, offered)

    def clean(self) -> dict[str, Any]:
        """Refuse a form that somebody else's change has overtaken; what was typed stays, and saving again replaces."""
        cleaned: dict[str, Any] = super().clean() or {}
        opened = cleaned.get("opened")  # none: a program, which read no form
        if self.instance.pk and opened is not None and opened < (last := last_change(self.instance)):
            changed = changed_since(self.instance, opened)
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("opened")] = str(last)
            self.data = data
            message = _("Somebody else changed this record while you wrote: %(fields)s. Compare, then save again.")
            self.add_error(None, message % {"fields": ", ".join(str(NAMES.get(name, "MARC")) for name in changed)})
        return cleaned

    @property
    def frequent_fields(self) -> list[forms.BoundField]:
        """The fields that most records need."""
        folded = {name for _title, names in self.GROUPS for name in names}
        return [field for field in self.visible_fields() if field.name not in folded]

    @property
    def folded_groups(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """The other fields: the title of each group, its fields, and whether it stands open because one has a value."""
        groups = [(title, [self[name] for name in names]) for title, names in self.GROUPS]
        return [(title, fields, any(field.value() or field.errors for field in fields)) for title, fields in groups]

    def save_for(self, viewer: Viewer) -> Resource:
        """Replace the description."""
        stored = Resource.objects.get(pk=self.instance.pk)
        return update_record(stored, description=self.record_description(Description.of(stored)), by=viewer)


def _by_dictionary(columns: list[BaseColumn]) -> list[BaseColumn]:
    """Let the column of titles sort in the order of a Vietnamese dictionary."""
    for column in columns:
        if column.name == "title":
            column.sort_key = "sort_title"
    return columns


def _shown_names(resource: Resource) -> str:
    return ", ".join(row.shown for row in resource.contributors.all())


class ResourceListView(SchoolListView):
    """The list, with the creators read in one query."""

    export_values: ClassVar[Mapping[str, Callable[[Any], Any]]] = {
        "subjects": lambda resource: [subject_name(code) for code in resource.subjects],
        "languages": lambda resource: [language_name(code) for code in resource.languages],
    }

    def get_base_queryset(self) -> QuerySet[Resource]:
        """Return what the librarian's school owns."""
        return super().get_base_queryset().prefetch_related("contributors")

    template_name = "portal/desk/resource_list.html"

    def order_queryset(self, queryset: QuerySet[Resource]) -> QuerySet[Resource]:
        """Break ties by title, so that pages and exports have one order."""
        ordered: QuerySet[Resource] = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "sort_title", "pk")

    @property
    def letters(self) -> list[tuple[str, str, bool]]:
        """Return label and address of the list of each first letter, and whether it is the present one."""
        chosen, lines = self.request.GET.get("letter", ""), []
        for letter in ("", *FIRST_LETTERS):
            question = self.request.GET.copy()
            question.pop("p", None)
            question["letter"] = letter
            label = letter_name(letter) if letter else pgettext("letters", "All")
            lines.append((label, f"?{question.urlencode()}", letter == chosen))
        return lines

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Add a printed book, and the edit of all that the search and the filters find."""
        return [
            *super().header_buttons,
            HeaderButton(_("New printed book"), url=reverse("copy_cataloguing:start"), icon_name="plus"),
            HeaderButton(_("Edit all found"), url=reverse("resource:batch") + self._asked, icon_name="edit"),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Add the downloads of all that the search and the filters find."""
        downloads = (
            (_("Download records"), reverse("resource:records") + self._asked),
            (_("List of books (Excel)"), reverse("resource:book_list") + self._asked),
            (_("Shelf list (Excel)"), self._shelf_list),
        )
        own = [Button(label, url=url, icon_name="download", priority=5) for label, url in downloads]
        return [*own, *super().header_more_buttons]

    @property
    def _asked(self) -> str:
        """Return the question of the list for another address."""
        question = self.request.GET.urlencode()
        return f"?{question}" if question else ""

    @property
    def _shelf_list(self) -> str:
        """Return the address of the same list of books in the order of the shelf."""
        question = self.request.GET.copy()
        question["ordering"] = SHELF_ORDER
        return f"{reverse('resource:book_list')}?{question.urlencode()}"

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return title, creators, call number, kind, state and last change."""
        return [
            *_by_dictionary(super().columns),
            Column("creators", label=_("Creators"), accessor=_shown_names),
            Column("call_number", label=NAMES["call_number"], accessor="call_number", sort_key=SHELF_ORDER),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            DateColumn("changed_at", label=_("Last changed"), accessor="changed_at", sort_key="changed_at"),
        ]


class BatchEditView(BatchEditMixin, ResourceListView):
    """The edit of many records of the list."""


class BookListView(BookListMixin, ResourceListView):
    """The list in the columns of the template of imports."""


class RecordExportView(RecordExportMixin, ResourceListView):
    """The download of the records of the list."""


class ResourceEditView(SchoolEditView):
    """The form, below the bar of everything else that a librarian can do with the resource."""

    template_name = "portal/desk/resource_edit.html"

    @cached_property
    def copies(self) -> list[CopyEntry]:
        """Return what lists said of its copies."""
        return copies_of(self.object)


class ResourceHistoryView(SchoolHistoryView):
    """The history, with the rights that were decided and the reason."""

    template_name = "portal/desk/resource_history.html"

    def phrase(self, entry: AuditEntry) -> str:
        """Return what was done."""
        if entry.verb != "resource.rights":
            return super().phrase(entry)
        rights = dict(Resource.Rights.choices).get(entry.details["rights"], entry.details["rights"])
        return ". ".join(filter(None, [f"{super().phrase(entry)}: {rights}", entry.details["reason"]]))


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
        "title", "subtitle", "creators", "state", "kind", "publisher", "year", "isbn", "call_number", "subjects",
        "grades", "languages", "rights", "rights_note", "protected", "created_at", "changed_at",
    ]  # fmt: skip
    export_headings = {"creators": _("Creators"), "created_at": _("Created"), "changed_at": _("Last changed")}
    export_filename = "hoc-lieu"
    filterset_class = ResourceFilters
    search_fields = ["title", "contributors__name", "isbn"]
    ordering = ["sort_title", "pk"]
    index_view_class = ResourceListView
    edit_view_class = ResourceEditView
    history_view_class = ResourceHistoryView

    def get_urlpatterns(self) -> list[Any]:
        """Add the versions of a record, and the edit of many."""
        versions = self.construct_view(RecordVersionsView)
        batch = self.construct_view(BatchEditView, **self.get_index_view_kwargs())
        books = self.construct_view(BookListView, **self.get_index_view_kwargs())
        records = self.construct_view(RecordExportView, **self.get_index_view_kwargs())
        return [
            *super().get_urlpatterns(),
            path("versions/<int:pk>/", versions, name="versions"),
            path("edition/<int:pk>/", self.construct_view(EditionView), name="edition"),
            path("batch/", batch, name="batch"),
            path("books/", books, name="book_list"),
            path("records/", records, name="records"),
        ]
