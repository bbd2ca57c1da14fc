"""Text fields of the product's forms: they clean what they receive, and their length is bounded.

Fields of Wagtail and allauth are cleaned by accounts/form_rules.py. `tests/security/test_form_fields.py` finds a form
with a text field without bounds.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_rules import is_too_long
from accounts.text import clean_line, clean_paragraphs


class _CleanField(forms.CharField):
    """Text that is cleaned before its length is checked; text of many times that length is refused uncleaned."""

    clean_text: Callable[[str], str]

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the clean text; empty if nothing of it can be seen."""
        text = "" if value in self.empty_values else str(value)
        return text if is_too_long(text, self.max_length) else type(self).clean_text(text)


class LineField(_CleanField):
    """One line of text: a title, a name."""

    clean_text = staticmethod(clean_line)


class ParagraphsField(_CleanField):
    """Text of several lines."""

    clean_text = staticmethod(clean_paragraphs)
    widget = forms.Textarea


class LinesField(ParagraphsField):
    """A list with one entry on each line, as a list of at most `max_entries`; `max_length` bounds an entry."""

    def __init__(self, *, max_length: int, max_entries: int, **kwargs: Any) -> None:
        super().__init__(max_length=(max_length + 2) * max_entries, **kwargs)
        self.max_entry_length, self.max_entries = max_length, max_entries

    def clean(self, value: Any) -> list[str]:
        """Return the entries. Raise ValidationError for too many, or too long ones."""
        entries = [line for line in map(clean_line, super().clean(value).split("\n")) if line]
        if len(entries) > self.max_entries:
            message = _("Enter at most %(number)s lines.") % {"number": self.max_entries}
            raise forms.ValidationError(message, code="too_many")
        if any(len(entry) > self.max_entry_length for entry in entries):
            message = _("A line may have at most %(number)s characters.") % {"number": self.max_entry_length}
            raise forms.ValidationError(message, code="max_length")
        return entries
