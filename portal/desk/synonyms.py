"""The table of synonyms on the desk of the administrator: what plain questions name, and what it means."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column

from access.viewer import Viewer
from accounts.form_fields import LinesField
from portal.desk.forms import DeskForm
from portal.scoped_admin.viewsets import SchoolListView, SchoolViewSet
from reading.cards import grade_name
from repository.curriculum import GRADES, subject_choices
from repository.languages import known_languages, language_name
from repository.models import Resource
from search.actions import SynonymValues, save_synonym
from search.models import Synonym
from search.synonyms import lines, synonyms_for

VERBS = {"synonym.create": _("created"), "synonym.update": _("changed")}
MAX_LENGTH, MAX_LINES = 60, 40  # characters of an expression, expressions of a row


def value_choices(present: Iterable[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the values that an expression may act as, by facet.

    Of the languages, those that people ask for and those among the present values.
    """
    known = dict(known_languages())
    others = {value.removeprefix("language:") for value in present if value.startswith("language:")} - known.keys()
    known |= {code: language_name(code) for code in sorted(others)}
    return [
        (str(_("Subject")), [(f"subject:{code}", name) for code, name in subject_choices()]),
        (str(_("Grade")), [(f"grade:{grade}", grade_name(grade)) for grade in GRADES]),
        (str(_("Kind")), [(f"kind:{code}", capfirst(str(label))) for code, label in Resource.Kind.choices]),
        (str(_("Language")), [(f"language:{code}", name) for code, name in known.items()]),
    ]


class ExpressionsField(LinesField):
    """Expressions, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=MAX_LENGTH,
            max_entries=MAX_LINES,
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
            **kwargs,
        )


class SynonymForm(DeskForm):
    """A row of the table."""

    words = ExpressionsField(
        label=_("Expressions that mean the same"),
        help_text=_("One a line, with marks; people may type them without. The first one names the row."),
    )
    short = ExpressionsField(
        label=_("Short forms"),
        help_text=_("They count only beside a subject, a grade or a kind: “văn 9”, but not “văn hoá”. One a line."),
    )
    means = forms.MultipleChoiceField(
        label=_("Act as"),
        help_text=_("Leave all empty if the expressions only stand for each other."),
        choices=value_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    near = ExpressionsField(
        label=_("Also find"),
        help_text=_("Narrower expressions: they are found too, further down. One a line."),
    )
    near_means = forms.MultipleChoiceField(
        label=_("Also show, further down"),
        choices=value_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Synonym
        fields = ["words", "short", "means", "near", "near_means", "active"]
        help_texts: ClassVar = {"active": _("A row that is not in use changes no search; it can be used again later.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("means", "near_means"):
            field = cast(forms.MultipleChoiceField, self.fields[name])
            field.choices = value_choices(getattr(self.instance, name))

    def save_for(self, viewer: Viewer) -> Synonym:
        """Create or change the row."""
        values = SynonymValues(**{name: self.cleaned_data[name] for name in self.Meta.fields})
        return save_synonym(self.instance if self.instance.pk else None, values, by=viewer)


class SynonymListView(SchoolListView):
    """The rows, each with its expressions and what they act as."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the name, the other expressions, what they act as, and whether the row is in use."""
        return [
            *super().columns,
            Column("expressions", label=_("Expressions"), accessor=_expressions),
            Column("acts_as", label=_("Act as"), accessor=_acts_as),
            Column("in_use", label=_("In use"), accessor=lambda row: _("yes") if row.active else _("no")),
        ]


def _expressions(row: Synonym) -> str:
    return ", ".join([*lines(row.words), *lines(row.short)][1:])


def _acts_as(row: Synonym) -> str:
    names = {code: name for _facet, choices in value_choices(row.means) for code, name in choices}
    return ", ".join(names.get(code, code) for code in row.means)


class SynonymViewSet(SchoolViewSet):
    """The table of synonyms, for the administrators of the installation."""

    model = Synonym
    query = staticmethod(synonyms_for)
    form_class = SynonymForm
    verbs = VERBS
    icon = "tag"
    menu_label = _("Synonyms")
    menu_order = 70
    url_prefix = "tu-dong-nghia"
    name = "synonym"
    list_display: ClassVar = ["name"]
    list_export: ClassVar = ["words", "short", "means", "near", "near_means", "active"]
    export_filename = "tu-dong-nghia"
    search_fields: ClassVar = ["words", "short", "near"]
    index_view_class = SynonymListView
