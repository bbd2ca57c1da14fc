"""The form of a printed book that no catalogue knows, or that has no ISBN."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from access.viewer import Viewer
from accounts.form_fields import LineField
from imports.copy_cataloguing.errors import EntryProblem
from imports.copy_cataloguing.isbn import MAX_ENTRY, read_isbn
from imports.copy_cataloguing.queries import held_by_school, own_school
from repository.description import Description
from repository.record_bounds import MAX_CREATOR, MAX_LINE, NAMES


class BookForm(forms.Form):
    """What stands on the cover; everything else is filled in on the record."""

    title = LineField(label=NAMES["title"], max_length=MAX_LINE["title"])
    creator = LineField(
        label=_("Author"),
        max_length=MAX_CREATOR,
        required=False,
        help_text=_("The first name on the cover; further names are entered on the record."),
    )
    isbn = LineField(
        label=_("ISBN"), max_length=MAX_ENTRY, required=False, help_text=_("Leave it empty if the book has none.")
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_isbn(self) -> str:
        """Return 13 digits or nothing. Raise ValidationError for anything else, and for a book that the school has."""
        entry = self.cleaned_data["isbn"]
        if not entry:
            return ""
        try:
            isbn = read_isbn(entry)
        except EntryProblem as problem:
            raise forms.ValidationError(str(problem), code=problem.code) from problem
        if held := held_by_school(own_school(self.viewer), isbn):
            sentence = _("Your catalogue has this ISBN already: “%(title)s”. Open that record instead.")
            raise forms.ValidationError(sentence % {"title": held.title}, code="held")
        return isbn

    def description(self) -> Description:
        """Return the description of a valid form."""
        data = self.cleaned_data
        return Description(
            title=data["title"], creators=[data["creator"]] if data["creator"] else [], isbn=data["isbn"]
        )
