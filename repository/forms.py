"""The fields of a record, for every form in which a librarian describes a resource."""

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum import isbn as isbn_rules
from stdnum import issn as issn_rules

from accounts.form_fields import LineField, LinesField, ParagraphsField
from repository import record_bounds as bounds
from repository.authority_fields import AuthorityLine, AuthorityLines, LinksField, initial_links
from repository.curriculum import GRADES, subject_choices
from repository.description import Description, Link, as_credit, as_heading
from repository.errors import InvalidRecord
from repository.languages import language_choices
from repository.models import Resource
from repository.record_lines import (
    read_credits,
    read_headings,
    read_identifiers,
    read_links,
    write_credits,
    write_headings,
    write_identifiers,
    write_links,
)


def _line(name: str, help_text: Any = "", widget: forms.Widget | None = None) -> LineField:
    length = bounds.MAX_LINE[name]
    return LineField(label=bounds.NAMES[name], max_length=length, help_text=help_text, widget=widget, required=False)


def _lines(name: str, help_text: Any, max_length: int, widget: forms.Widget | None = None) -> LinesField:
    return LinesField(
        label=bounds.NAMES[name],
        help_text=help_text,
        widget=widget or forms.Textarea(attrs={"rows": 3}),
        max_length=max_length,
        max_entries=bounds.MAX_NUMBER[name],
        required=False,
    )


def _paragraphs(name: str, help_text: Any) -> ParagraphsField:
    return ParagraphsField(
        label=bounds.NAMES[name],
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=bounds.MAX_TEXT[name],
        required=False,
    )


class RecordFields(forms.Form):
    """The record and its rights."""

    title = LineField(label=bounds.NAMES["title"], max_length=bounds.MAX_LINE["title"])
    subtitle = LineField(label=bounds.NAMES["subtitle"], max_length=bounds.MAX_LINE["subtitle"], required=False)
    creators = LinesField(
        label=bounds.NAMES["creators"],
        help_text=_(
            "One name in each row, as on the title page, with its role; authorities are offered as you type. Several "
            "names can be pasted, one a line: Tạ Huy Long (illustrator)."
        ),
        widget=AuthorityLines("name", {"rows": 3}),
        max_length=bounds.MAX_CREATOR + bounds.MAX_ROLE_NAME,
        max_entries=bounds.MAX_CREATORS,
        required=False,
    )
    creators_links = LinksField("name", max_length=bounds.MAX_CREATOR, max_entries=bounds.MAX_CREATORS)
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
    languages: forms.Field = forms.MultipleChoiceField(
        label=bounds.NAMES["languages"], choices=language_choices, widget=forms.CheckboxSelectMultiple, required=False
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
        links = self.chosen_links("creators", values.pop("creators_links"))
        names = read_credits(values.pop("creators"), [as_credit(credit) for credit in before.creators], links)
        return replace(before, **values, creators=names)

    def chosen_links(self, name: str, links: dict[str, int]) -> dict[str, int] | None:
        """Return the links of a field by form; None where the form did not post any, as programs do."""
        return links if self.add_prefix(f"{name}_links") in self.data else None


class FullRecordFields(RecordFields):
    """The whole record; the fields of GROUPS are needed less often, and stand folded below the others."""

    GROUPS: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        (_("Edition and series"), ("edition_statement", "place", "extent", "series", "series_number", "issn")),
        (_("Shelf and subjects"), ("call_number", "ddc", "ddc_edition", "headings")),
        (_("Contents, notes and links"), ("contents", "notes", "audience", "links", "identifiers")),
        (_("Use in lessons"), ("learning_purpose", "learning_minutes", "difficulty")),
    )

    edition_statement = _line("edition_statement")
    place = _line("place")
    extent = _line("extent", _("As in the catalogue: 120 tr., tranh vẽ, 24 cm"))
    series = _line("series", widget=AuthorityLine("series"))
    series_links = LinksField("series", max_length=bounds.MAX_LINE["series"], max_entries=1)
    series_number = _line("series_number")
    issn = _line("issn")
    call_number = _line("call_number", _("As on the spine label: 895.9223 TOH"))
    ddc = _line("ddc")
    ddc_edition = _line("ddc_edition")
    headings = _lines(
        "headings",
        _("One heading in each row; authorities are offered while you type."),
        bounds.MAX_HEADING + bounds.MAX_SCHEME,
        AuthorityLines("subject", {"rows": 3}),
    )
    headings_links = LinksField("subject", max_length=bounds.MAX_HEADING, max_entries=bounds.MAX_NUMBER["headings"])
    contents = _paragraphs("contents", _("Chapters or parts, one per line."))
    notes = _paragraphs("notes", _("One note per line."))
    audience = _line("audience")
    links = _lines(
        "links",
        _(
            "One per line: relation, colon, title, and perhaps a bar and an address. Part of: Selected works | https://…"
        ),
        bounds.MAX_TARGET + bounds.MAX_HEADING,
    )
    identifiers = _lines("identifiers", _("One per line: kind, colon, number. LCCN: 2024123456"), bounds.MAX_IDENTIFIER)
    learning_purpose = _line("learning_purpose")
    learning_minutes = forms.IntegerField(
        label=bounds.NAMES["learning_minutes"], min_value=0, max_value=bounds.MAX_MINUTES, required=False
    )
    difficulty = forms.ChoiceField(
        label=bounds.NAMES["difficulty"], choices=[("", "–"), *Resource.Difficulty.choices], required=False
    )

    def clean_issn(self) -> str:
        """Return the ISSN as the periodical shows it. Raise ValidationError for a number that is none."""
        number = self.cleaned_data["issn"]
        if number and not issn_rules.is_valid(number):
            raise forms.ValidationError(_("This ISSN is not valid. Compare it with the periodical, or leave it empty."))
        return str(issn_rules.format(number)) if number else ""

    def clean_links(self) -> list[Link]:
        """Return the links. Raise ValidationError for a line that is none."""
        try:
            return read_links(self.cleaned_data["links"])
        except InvalidRecord as invalid:
            names = ", ".join(str(name) for name in bounds.RELATIONS.values())
            message = _("Begin each line with one of these and a colon: %(names)s.") % {"names": names}
            raise forms.ValidationError(message) from invalid

    def clean_identifiers(self) -> list[tuple[str, str]]:
        """Return the pairs of kind and number. Raise ValidationError for a line that is none."""
        try:
            return read_identifiers(self.cleaned_data["identifiers"])
        except InvalidRecord as invalid:
            raise forms.ValidationError(_("Write the kind of number, a colon, and the number.")) from invalid

    def record_description(self, before: Description) -> Description:
        """Return the whole record as the form describes it."""
        names = [name for _title, group in self.GROUPS for name in group]
        values: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        links = self.chosen_links("headings", self.cleaned_data["headings_links"])
        values["headings"] = read_headings(values["headings"], [as_heading(one) for one in before.headings], links)
        series = self.chosen_links("series", self.cleaned_data["series_links"])
        if series is not None:
            values["series_authority"] = series.get(values["series"])
        return replace(super().record_description(before), **values)


def initial_of(description: Description) -> dict[str, Any]:
    """Return the initial values of the fields of a record; several values in one field are lines."""
    return {
        **description.values(),
        **initial_links(description),
        "creators": write_credits(map(as_credit, description.creators)),
        "headings": write_headings(map(as_heading, description.headings)),
        "identifiers": write_identifiers(description.identifiers),
        "links": write_links(description.links),
    }
