"""Fields of a record whose names offer authorities while one types, and the hidden fields with those that were chosen.

The visible field posts text as it does without JavaScript. A hidden field beside it has one line for each form that is
linked, `UUID form`; static/theme/authority_fields.js writes it. The form stays as it was transcribed.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.form_fields import LinesField
from accounts.text import is_uuid
from repository.authorities.linking import NAMES, SERIES, SUBJECTS, keys_of, labels_of, uuids_of
from repository.description import Description, as_credit, as_heading
from repository.record_lines import name_of_line, text_of_line
from repository.roles import ROLES

KINDS = {"name": NAMES, "subject": SUBJECTS, "series": SERIES}
_FORMS: dict[str, Callable[[str], str]] = {"name": name_of_line, "subject": text_of_line, "series": str}
UUID_LENGTH = 36


class _Offering(forms.Widget):
    """Base: a text control inside <authority-field>; `field` is what it names: name, subject or series."""

    class Media:
        css = {"all": ["theme/picker.css", "theme/authority_fields.css"]}
        js = (forms.Script("theme/authority_fields.js", type="module"),)

    def __init__(self, field: str, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}))
        self.field = field

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Render the control; the element around it has what the script needs."""
        control = super().render(name, value, attrs, renderer)
        roles = json.dumps([str(label) for label in ROLES.values()]) if self.field == "name" else ""
        context = {"control": control, "field": self.field, "roles": roles}
        return render_to_string("components/authority_field.html", context)


class AuthorityLines(_Offering, forms.Textarea):
    """Several forms, one on each line."""


class AuthorityLine(_Offering, forms.TextInput):
    """One form."""


class _LinksInput(forms.HiddenInput):
    """The lines of the forms that are linked, with the headings of their authorities for the script."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template shows."""
        context = super().get_context(name, value, attrs)
        uuids = {line.partition(" ")[0] for line in str(value or "").splitlines()}
        context["widget"]["attrs"]["data-labels"] = json.dumps(labels_of(filter(is_uuid, uuids)))
        return context


class LinksField(LinesField):
    """The authorities that were chosen for the forms of a field, by form: primary keys."""

    widget: Any = _LinksInput

    def __init__(self, field: str, *, max_length: int, max_entries: int) -> None:
        super().__init__(max_length=UUID_LENGTH + 1 + max_length, max_entries=max_entries, required=False)
        self.field = field

    def clean(self, value: Any) -> dict[str, int]:  # type: ignore[override]
        """Return the keys of the authorities that exist and that the field can mean; other lines are left out."""
        pairs = [line.partition(" ")[::2] for line in super().clean(value)]
        known = keys_of((uuid for uuid, _form in pairs if is_uuid(uuid)), KINDS[self.field])
        read = _FORMS[self.field]
        return {read(form): known[uuid] for uuid, form in pairs if uuid in known}


def initial_links(description: Description) -> dict[str, str]:
    """Return the initial values of the hidden fields of a record; one query."""
    credits_ = [(one.authority, one.name) for one in map(as_credit, description.creators)]
    headings = [(one.authority, one.text) for one in map(as_heading, description.headings)]
    series = [(description.series_authority, description.series)]
    uuids = uuids_of(key for key, _form in (*credits_, *headings, *series))
    return {
        "creators_links": _lines(credits_, uuids),
        "headings_links": _lines(headings, uuids),
        "series_links": _lines(series, uuids),
    }


def _lines(pairs: Iterable[tuple[int | None, str]], uuids: Mapping[int, str]) -> str:
    return "\n".join(f"{uuids[key]} {form}" for key, form in pairs if key is not None and key in uuids)
