"""Subjects and textbook series that are added to the programme, on the desk of the administrator."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column

from access.viewer import Viewer
from accounts.form_fields import LineField, LinesField
from portal.desk.forms import DeskForm
from portal.scoped_admin.viewsets import SchoolListView, SchoolViewSet
from reading.cards import grade_name
from repository.curriculum import GRADES
from repository.curriculum.terms import TermValues, save_term, terms_for
from repository.models import CurriculumTerm
from sharing.choice_sources import Choice, schools
from sharing.pickers import PickOne, picker

VERBS = {"term.create": _("created"), "term.update": _("changed")}
MAX_WORDS, MAX_WORD = 20, 60  # other names of a term, characters of one
DAY = timedelta(days=1)
DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class CurriculumTermForm(DeskForm):
    """A subject or a series: its code stays as it is once it is saved."""

    code = LineField(
        label=_("Code"),
        help_text=_(
            "Small letters without marks, digits and hyphens, such as lich-su-ha-noi. It cannot be changed later."
        ),
        max_length=30,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters without marks, digits and hyphens."))
        ],
    )
    name_vi = LineField(label=_("Name in Vietnamese"), max_length=120)
    name_en = LineField(label=_("Name in English"), max_length=120, required=False)
    short_vi = LineField(label=_("Short name in Vietnamese"), max_length=40, required=False)
    short_en = LineField(label=_("Short name in English"), max_length=40, required=False)
    words = LinesField(
        label=_("Other names"),
        help_text=_("One a line. A title that contains one of them is proposed for this subject."),
        max_length=MAX_WORD,
        max_entries=MAX_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    grades = forms.TypedMultipleChoiceField(
        label=_("Grades"),
        choices=lambda: [(grade, grade_name(grade)) for grade in GRADES],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = PickOne(label=_("Province or unit"), required=False)
    since = forms.DateField(label=_("Start date"), required=False, widget=DATE)
    until = forms.DateField(label=_("End date"), required=False, widget=DATE)

    class Meta:
        model = CurriculumTerm
        fields = [
            "kind", "code", "name_vi", "name_en", "short_vi", "short_en", "words", "grades", "status", "since", "until",
        ]  # fmt: skip

    field_order = (
        "kind", "code", "name_vi", "name_en", "short_vi", "short_en", "words", "grades", "status", "owner", "since",
        "until",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker(self, "owner").offer(schools(self.viewer), fixed=[Choice("", gettext("the whole programme"))])
        self.initial["owner"] = self.instance.owner_id
        if self.instance.pk:
            self.fields["kind"].disabled = self.fields["code"].disabled = True
            self.initial["until"] = self.instance.until - DAY if self.instance.until else None

    def clean(self) -> dict[str, Any]:
        """Ask for the grades of a subject; refuse an end before the start."""
        data = super().clean() or {}
        if data.get("kind") == CurriculumTerm.Kind.SUBJECT and not data.get("grades") and "grades" not in self.errors:
            self.add_error("grades", _("Choose the grades in which the subject is taught."))
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The end is before the start. Change one of the two dates."))
        return data

    def save_for(self, viewer: Viewer) -> CurriculumTerm:
        """Create or change the term."""
        data = {name: self.cleaned_data[name] for name in self.Meta.fields if name != "code"}
        owner = self.cleaned_data["owner"]
        data["owner"] = owner.target.pk if owner else None
        data["until"] = data["until"] + DAY if data["until"] else None
        term = self.instance if self.instance.pk else None
        return save_term(term, code=self.cleaned_data["code"], values=TermValues(**data), by=viewer)


class CurriculumTermListView(SchoolListView):
    """The terms, with their grades."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the name, the kind, the code and the grades."""
        return [
            *super().columns,
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("code", label=_("Code"), accessor="code"),
            Column("grades", label=_("Grades"), accessor=lambda term: ", ".join(map(str, term.grades))),
        ]


class CurriculumTermViewSet(SchoolViewSet):
    """What the administrators of the installation add to the programme."""

    model = CurriculumTerm
    query = staticmethod(terms_for)
    form_class = CurriculumTermForm
    verbs = VERBS
    icon = "list-ul"
    menu_label = _("Subjects and series")
    menu_order = 75
    url_prefix = "mon-hoc"
    name = "curriculum"
    list_display: ClassVar = ["name_vi"]
    list_export: ClassVar = ["kind", "code", "name_vi", "name_en", "grades", "status", "since", "until"]
    export_filename = "mon-hoc"
    search_fields: ClassVar = ["name_vi", "name_en", "code"]
    index_view_class = CurriculumTermListView
