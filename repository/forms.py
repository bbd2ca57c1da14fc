"""The fields of a record, for every form in which a librarian describes a resource."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum import isbn as isbn_rules

from accounts.form_fields import LineField, LinesField, ParagraphsField
from repository import record_bounds as bounds
from repository.actions import Description
from repository.curriculum import GRADES, subject_choices
from repository.models import Resource


class RecordFields(forms.Form):
    """The record and its rights."""

    title = LineField(label=bounds.NAMES["title"], max_length=bounds.MAX_LINE["title"])
    subtitle = LineField(label=bounds.NAMES["subtitle"], max_length=bounds.MAX_LINE["subtitle"], required=False)
    creators = LinesField(
        label=bounds.NAMES["creators"],
        help_text=_("One name per line, as on the title page."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=bounds.MAX_CREATOR,
        max_entries=bounds.MAX_CREATORS,
        required=False,
    )
    year = forms.IntegerField(
        label=bounds.NAMES["year"], min_value=bounds.MIN_YEAR, max_value=bounds.MAX_YEAR, required=False
    )
    publisher = LineField(label=bounds.NAMES["publisher"], max_length=bounds.MAX_LINE["publisher"], required=False)
    isbn = LineField(label=bounds.NAMES["isbn"], max_length=20, required=False)
    description = ParagraphsField(
        label=bounds.NAMES["description"],
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=bounds.MAX_TEXT["description"],
        required=False,
    )
    kind = forms.ChoiceField(label=bounds.NAMES["kind"], choices=Resource.Kind.choices)
    subjects: forms.Field = forms.MultipleChoiceField(
        label=bounds.NAMES["subjects"], choices=subject_choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    grades: forms.Field = forms.TypedMultipleChoiceField(
        label=bounds.NAMES["grades"],
        choices=[(grade, str(grade)) for grade in GRADES],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=bounds.NAMES["languages"],
        choices=bounds.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rights = forms.ChoiceField(
        label=bounds.NAMES["rights"],
        choices=Resource.Rights.choices,
        help_text=_(
            "Choose only what you know for certain, or leave it open until the rights are cleared. Until then, and "
            "while it is in copyright, others read it page by page and cannot download it."
        ),
    )
    rights_note = LineField(
        label=bounds.NAMES["rights_note"], max_length=bounds.MAX_LINE["rights_note"], required=False
    )
    protected = forms.BooleanField(
        label=_("No downloads"),
        help_text=_("The file can never be downloaded; access is checked for each page."),
        required=False,
    )

    def clean_isbn(self) -> str:
        """Return the ISBN as thirteen digits; empty if none was given."""
        isbn = self.cleaned_data["isbn"]
        if isbn and not isbn_rules.is_valid(isbn):
            raise forms.ValidationError(_("This ISBN is not valid. Compare it with the book, or leave it empty."))
        return str(isbn_rules.to_isbn13(isbn)).replace("-", "") if isbn else ""

    def record_description(self, before: Description) -> Description:
        """Return the record as the form describes it; what the form does not ask stays as it was before."""
        values: dict[str, Any] = {name: self.cleaned_data[name] for name in RecordFields.base_fields}
        names = values.pop("creators")
        return replace(before.with_names(names), **values)
