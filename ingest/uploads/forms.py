"""The form that is sent beside files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_fields import LineField


class UploadForm(forms.Form):
    """The fields beside the files: whether pictures are the pages of one book, and its title."""

    one_book = forms.BooleanField(
        required=False, initial=True, label=_("The images are the pages of one book, in the order of their file names")
    )
    book = LineField(required=False, max_length=200, label=_("Title of the book"))
