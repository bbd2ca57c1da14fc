"""Forms of lists, notes and choices."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.form_fields import LineField, ParagraphsField
from repository.curriculum import GRADES, subject_choices


class ListForm(forms.Form):
    """Name and note of a list."""

    name = LineField(label=_("Name of the list"), max_length=120)
    note = ParagraphsField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    """The note of an entry."""

    note = LineField(label=_("Note"), max_length=500, required=False)


class ChoicesForm(forms.Form):
    """Subjects and grades for the home page, whether reading is recorded, and the language of e-mails."""

    grades = forms.TypedMultipleChoiceField(
        label=_("My grades"),
        choices=[(grade, str(grade)) for grade in GRADES],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    subjects = forms.MultipleChoiceField(
        label=_("My subjects"), choices=subject_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    records_reading = forms.BooleanField(
        label=_("Record what I read, so that I can continue on any device"),
        required=False,
        help_text=_(
            "Off: nothing is recorded; a loan alone remembers its page until it ends. On: only you see the record. "
            "Turning it off deletes it at once."
        ),
    )

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=_("E-mails to you are in this language, and this page from now on."),
    )

    def choices(self) -> dict[str, Any]:
        """Return the keyword arguments of `actions.save_choices`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "language"}
