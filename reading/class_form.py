"""The form by which a library imports its captions of Dewey numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.form_fields import LineField
from reading.table_files import TableField, rows_of_text
from repository.curriculum.dewey import MAX_CAPTIONS, MAX_EDITION

MAX_TEXT = 1024**2  # characters


class CaptionsForm(forms.Form):
    """Text or a file with a number and its caption in each line, and the edition that they are of."""

    edition = LineField(
        label=gettext_lazy("Edition of the Dewey classification"),
        help_text=gettext_lazy("Such as 23 or 14 (abridged, Vietnamese)."),
        max_length=MAX_EDITION,
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Numbers and captions"),
        help_text=gettext_lazy("Paste two columns of a sheet: the number, and what it means."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=MAX_TEXT,
        required=False,
        strip=False,
    )
    file = TableField(label=gettext_lazy("Or an Excel, ODS or CSV file"))

    def clean(self) -> dict[str, Any]:
        """Ask for a text or a file."""
        data = super().clean() or {}
        if not self.errors and not data.get("text", "").strip() and not data.get("file"):
            self.add_error("text", _("Paste the captions, or choose a file."))
        return data

    def rows(self) -> list[list[str]]:
        """Return the cells of each line, of all sheets of a workbook."""
        sheets = self.cleaned_data["file"] or [rows_of_text(self.cleaned_data["text"])]
        return [row for rows in sheets for row in rows][: 2 * MAX_CAPTIONS]
