"""The form for a new file of authorities."""

from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPTED = ".mrc,.marc,.iso,.dat,.xml"


class FileForm(forms.Form):
    """A file of authorities."""

    authorities = forms.FileField(
        label=_("File with the authorities"),
        help_text=_(
            "MARC 21 authority records (.mrc) or MARCXML, as another library program or this page’s download writes "
            "them. At most 60 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
