"""Forms of the screens: a new file, the terms of an import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from access import labels
from access.viewer import Viewer
from imports.merging import OnMatch
from repository.queries import collections_of

ACCEPTED = ".mrc,.marc,.iso,.dat,.xml,.json,.jsonld,.xlsx,.xls,.ods,.csv,.txt"


class FileForm(forms.Form):
    """A file of records."""

    records = forms.FileField(
        label=_("File with the records"),
        help_text=_(
            "MARC 21 (.mrc) or MARCXML from Koha, Libol, KIPOS or another library program; Dublin Core, MODS, LOM or "
            "LRMI (JSON-LD) from a repository; or a list of books in Excel, ODS or CSV, as your school has it. "
            "At most 2 GB; lists and JSON at most 60 MB. A large file is sent in parts, and goes on where it stopped."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )


class TermsForm(forms.Form):
    """What happens to records that the school has, and where new ones go."""

    on_match = forms.ChoiceField(
        label=_("Records that you have already"),
        choices=OnMatch.choices,
        widget=forms.RadioSelect,
    )
    audience = forms.ChoiceField(label=_("New records"), widget=forms.RadioSelect, required=False)
    collection: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Collection for new records"), queryset=None, required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            ("", _("Save as drafts; you publish them later")),
            (labels.school_audience(viewer.school or 0), _("Publish: people of your school find them")),
            (labels.EVERYONE, _("Publish: everyone finds them")),
        ]
        self.fields["collection"].queryset = collections_of(viewer).order_by("name")  # type: ignore[attr-defined]
