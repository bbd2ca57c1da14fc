"""The forms of what is added to a resource later."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_fields import LineField, ParagraphsField
from ingest.resource_parts import contents_text
from repository.languages import frequent_languages
from repository.models import Page

MAX_CONTENTS = 30_000  # characters: some 500 lines


class CaptionsForm(forms.Form):
    """Captions of one language."""

    file = forms.FileField(
        label=_("Captions file (VTT or SRT)"),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt"}),
        allow_empty_file=True,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=frequent_languages,
        help_text=_("Captions that it already has in this language are replaced."),
    )


class CoverForm(forms.Form):
    """A picture, or the page whose image becomes the cover."""

    picture = forms.FileField(
        label=_("A picture of the cover"), widget=forms.FileInput(attrs={"accept": "image/*"}), required=False
    )
    number = LineField(label=_("Or the number of a page"), max_length=30, required=False)

    def __init__(self, *args: Any, pages: Sequence[Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = pages
        if not pages:
            del self.fields["number"]

    def clean_number(self) -> Page | None:
        """Return the page that is named; None if none is."""
        label = self.cleaned_data["number"]
        page = contents_text.page_named(label, self.pages) if label else None
        if label and (page is None or page.image is None):
            raise forms.ValidationError(_("There is no page “%(label)s” with an image.") % {"label": label})
        return page

    def clean(self) -> dict[str, Any]:
        """Require one of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("picture") or cleaned.get("number")):
            raise forms.ValidationError(_("Choose a picture or a page."))
        return cleaned


class ContentsForm(forms.Form):
    """The table of contents as a text."""

    contents = ParagraphsField(
        label=_("Table of contents"),
        max_length=MAX_CONTENTS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=_(
            "One line for each chapter: its heading, two dots, the number of its page. Begin a line with a hyphen to "
            "put it one level below. You can paste a printed table of contents."
        ),
    )

    def __init__(self, posted: Any = None, *, pages: Sequence[Page]) -> None:
        super().__init__(posted, initial={"contents": contents_text.text_of(pages)})
        self.pages = pages
        self.headings: dict[int, Any] = {}

    def clean_contents(self) -> str:
        """Read the lines into `headings`; raise ValidationError with a sentence for each that is not understood."""
        text = re.sub(r"\r\n?", "\n", self.cleaned_data["contents"])
        parsed = contents_text.parse(text, self.pages)
        if parsed.problems:
            raise forms.ValidationError(parsed.problems)
        self.headings = parsed.headings
        return text
