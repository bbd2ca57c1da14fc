"""Every form of the product cleans its text fields and bounds them; no form accepts a date that breaks a screen."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django import forms
from django.urls import get_resolver

from accounts.form_fields import LineField, LinesField, ParagraphsField

OURS = (
    "access",
    "accounts",
    "changesets",
    "circulation",
    "imports",
    "ingest",
    "operations",
    "personal",
    "portal",
    "reading",
    "repository",
    "roster",
    "search",
    "sharing",
)
LONG = {
    "circulation.desk.forms.ScanForm.many",  # the barcodes of a class set
    "ingest.resource_parts.forms.ContentsForm.contents",  # the headings of a whole book
    "reading.lesson_forms.PastedLessonsForm.text",  # the lessons of a year
    "portal.authorities.forms.AuthorityForm.variants",
    "portal.authorities.forms.NewAuthorityForm.variants",
    "reading.class_form.CaptionsForm.text",  # a school's captions of Dewey numbers
    *(
        f"{form}.{field}"
        for form in ("repository.forms.FullRecordFields", "portal.desk.resources.ResourceForm")
        for field in (
            "contents",
            "notes",
            "headings",
            "headings_links",
            "links",
            "identifiers",
        )  # up to a hundred entries
    ),
}
INVISIBLE = "\u200b\u2060"


def _forms(above: Any = forms.BaseForm) -> Iterator[Any]:
    for form in above.__subclasses__():
        yield form
        yield from _forms(form)


def _text_fields() -> list[tuple[str, forms.CharField]]:
    assert get_resolver().url_patterns, "all modules with forms are imported"
    return [
        (f"{form.__module__}.{form.__qualname__}.{name}", field)
        for form in _forms()
        if form.__module__.partition(".")[0] in OURS
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
    ]


def test_every_text_field_of_ours_is_bounded() -> None:
    fields = _text_fields()
    assert len(fields) > 15
    assert not [name for name, field in fields if field.max_length is None]
    assert {name for name, field in fields if field.max_length > 12_000} == LONG


@pytest.mark.parametrize("field", [forms.CharField(), forms.CharField(max_length=10), LineField(max_length=10)])
def test_text_that_cannot_be_seen_is_no_text(field: forms.CharField) -> None:
    with pytest.raises(forms.ValidationError, match="không được để trống"):
        field.clean(f" {INVISIBLE} ")
    assert field.clean(f" E\u0302\u0301{INVISIBLE} ") == "Ế"


def test_a_password_stays_as_it_was_typed() -> None:
    assert forms.CharField(widget=forms.PasswordInput, strip=False).clean(" e\u0301\u200b") == " e\u0301\u200b"


def test_the_length_is_that_of_the_clean_text() -> None:
    field = LineField(max_length=3)
    assert field.clean(f"a{INVISIBLE * 100}bc") == "abc"
    for text in ("abcd", "a" * 10**6, INVISIBLE * 10**6):
        with pytest.raises(forms.ValidationError):
            field.clean(text)


def test_lists_have_a_bound_for_the_list_and_for_each_line() -> None:
    field = LinesField(max_length=5, max_entries=2)
    assert field.clean(f"một\r\n{INVISIBLE}\r\nhai") == ["một", "hai"]
    for text in ("1\n2\n3", "quá dài"):
        with pytest.raises(forms.ValidationError):
            field.clean(text)


def test_paragraphs_keep_their_lines() -> None:
    assert ParagraphsField(max_length=20).clean("một\r\nhai") == "một\nhai"


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
@pytest.mark.parametrize("field", [forms.DateField(), forms.DateTimeField()])
def test_a_day_that_no_screen_can_show_is_refused(field: forms.Field, day: str) -> None:
    with pytest.raises(forms.ValidationError, match="01/01/1900"):
        field.clean(day)
    assert field.clean("2027-05-31")
    assert forms.DateField().clean("1900-01-01") == date(1900, 1, 1)
