"""The form by which a library imports its captions of Dewey numbers."""

import csv
import io
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.form_fields import LineField
from accounts.text import clean_line
from ingest.parsers.legacy_encodings import decoded
from repository.curriculum.dewey import MAX_CAPTIONS, MAX_EDITION

MAX_BYTES = 4 * 1024**2
SEPARATORS = "\t;,|"


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
        max_length=MAX_BYTES // 4,
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}), required=False
    )

    def clean_file(self) -> UploadedFile | None:
        """Refuse a file that is too large or no text."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size is None or file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Import it in parts.") % {"limit": MAX_BYTES // 1024**2}
            )
        head = file.read(1000)
        file.seek(0)
        if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise forms.ValidationError(
                _("This is no text file. Save the sheet as CSV, or copy its two columns and paste them above.")
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for a text or a file."""
        data = super().clean() or {}
        if not self.errors and not data.get("text", "").strip() and not data.get("file"):
            self.add_error("text", _("Paste the captions, or choose a file."))
        return data

    def rows(self) -> list[list[str]]:
        """Return the cells of each line."""
        file = self.cleaned_data["file"]
        text = decoded(file.read()) if file else self.cleaned_data["text"]
        lines = text.replace("\0", "").splitlines()[: 2 * MAX_CAPTIONS]
        counts = {mark: sum(mark in line for line in lines[:50]) for mark in SEPARATORS}
        separator = max(counts, key=lambda mark: counts[mark])
        reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
        try:
            return [[clean_line(cell) for cell in row] for row in reader]
        except csv.Error:  # a cell of more than 128 kB
            return []
