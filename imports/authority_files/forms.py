"""The form for a new file of authorities."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from repository.models import Authority

ACCEPTED = ".mrc,.marc,.iso,.dat,.xml,.ttl,.rdf,.nt"


class FileForm(forms.Form):
    """A file of authorities."""

    authorities = forms.FileField(
        label=_("File with the authorities"),
        help_text=_(
            "MARC 21 authority records (.mrc) or MARCXML, of at most 60 MB, or a vocabulary in SKOS (.ttl, .rdf), of "
            "at most 8 MB, as other programs or this page’s downloads write them."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of concepts in SKOS that do not say theirs"),
        choices=lambda: [(kind.value, capfirst(kind.label)) for kind in Authority.Kind],
        initial=Authority.Kind.SUBJECT.value,
        required=False,
    )
