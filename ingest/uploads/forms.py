"""The forms of digitisation: uploading files, and the review before publication."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from stdnum import isbn as isbn_rules

from access import labels
from access.actions import Action
from access.viewer import Viewer
from ingest.models import Upload
from repository.actions import Description
from repository.curriculum import GRADES, Subject
from repository.models import Resource
from sharing.choice_sources import Choice, audiences
from sharing.pickers import PickOne

LANGUAGES = (("vi", _("Vietnamese")), ("en", _("English")))
STAFF_ONLY = "librarians"  # they have access anyway; no grant is made
# The actions of the review, from least to most access; finer choices are on the page “Who has access”.
VISIBLE_FIELDS = {
    "find": (Action.DISCOVER, _("Who may find it")),
    "look_inside": (Action.LOOK_INSIDE, _("Who may search inside it")),
    "read": (Action.READ, _("Who may read it without borrowing")),
    "borrow": (Action.BORROW, _("Who may borrow it")),
    "copy": (Action.COPY, _("Who may copy it to their school")),
}


class UploadForm(forms.Form):
    """The fields beside the files: whether pictures are the pages of one book, and its title."""

    one_book = forms.BooleanField(
        required=False, initial=True, label=_("The images are the pages of one book, in the order of their file names")
    )
    book = forms.CharField(required=False, max_length=200, label=_("Title of the book"))


class ReviewForm(forms.Form):
    """The record, its rights, and who may do what."""

    title = forms.CharField(max_length=500, label=pgettext_lazy("of a resource", "Title"))
    subtitle = forms.CharField(max_length=500, required=False, label=_("Subtitle"))
    creators = forms.CharField(
        required=False, label=_("Creators"), help_text=_("One name per line, as on the title page."),
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    year = forms.IntegerField(required=False, min_value=1000, max_value=2100, label=_("Year"))
    publisher = forms.CharField(required=False, max_length=300, label=_("Publisher"))
    isbn = forms.CharField(required=False, max_length=20, label=_("ISBN"))
    description = forms.CharField(required=False, label=_("Description"), widget=forms.Textarea({"rows": 3}))
    kind = forms.ChoiceField(choices=Resource.Kind.choices, label=_("Kind"))
    subjects = forms.MultipleChoiceField(
        choices=Subject.choices, required=False, label=_("Subjects"), widget=forms.CheckboxSelectMultiple
    )
    grades = forms.TypedMultipleChoiceField(
        choices=[(grade, str(grade)) for grade in GRADES], coerce=int, required=False, label=_("Grades"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        choices=LANGUAGES, required=False, label=_("Languages"), widget=forms.CheckboxSelectMultiple
    )
    rights = forms.ChoiceField(
        choices=Resource.Rights.choices, label=_("Rights"),
        help_text=_("Choose only what you know for certain, or leave it open until the rights are cleared."),
    )  # fmt: skip
    rights_note = forms.CharField(required=False, max_length=500, label=_("Note on rights"))
    protected = forms.BooleanField(
        required=False, label=_("No downloads"),
        help_text=_("The file can never be downloaded; access is checked for each page."),
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source, fixed = audiences(viewer), list(_fixed_audiences(viewer))
        for name, (_action, label) in VISIBLE_FIELDS.items():
            self.fields[name] = field = PickOne(initial=STAFF_ONLY, label=label)
            field.offer(source, fixed)

    def clean_isbn(self) -> str:
        """Return the ISBN as thirteen digits; empty if none was given."""
        isbn = self.cleaned_data["isbn"].strip()
        if isbn and not isbn_rules.is_valid(isbn):
            raise forms.ValidationError(_("This ISBN is not valid. Compare it with the book, or leave it empty."))
        return str(isbn_rules.to_isbn13(isbn)).replace("-", "") if isbn else ""

    def record_description(self) -> Description:
        """Return the reviewed record."""
        cleaned = self.cleaned_data
        plain = ("title", "subtitle", "description", "publisher", "year", "isbn", "kind", "rights", "rights_note")
        return Description(
            **{name: cleaned[name] for name in plain},
            creators=[line.strip() for line in cleaned["creators"].splitlines() if line.strip()],
            subjects=cleaned["subjects"],
            grades=cleaned["grades"],
            languages=cleaned["languages"],
            protected=cleaned["protected"],
        )

    def selected_grants(self) -> dict[Action, list[str]]:
        """Return the audience of each action that is granted to more than the school's staff."""
        chosen = {action: self.cleaned_data[name].value for name, (action, _label) in VISIBLE_FIELDS.items()}
        return {action: [audience] for action, audience in chosen.items() if audience != STAFF_ONLY}

    @property
    def record(self) -> list[forms.BoundField]:
        """The fields of the record."""
        return [field for field in self if field.name not in VISIBLE_FIELDS and field.name not in self._rights]

    @property
    def rights_fields(self) -> list[forms.BoundField]:
        """The fields of rights."""
        return [self[name] for name in self._rights]

    @property
    def sharing(self) -> list[forms.BoundField]:
        """The fields of access."""
        return [self[name] for name in VISIBLE_FIELDS]

    _rights = ("rights", "rights_note", "protected")


def initial_of(upload: Upload) -> dict[str, Any]:
    """Return the initial values: the draft's, overridden by the proposals."""
    resource = upload.resource
    assert resource is not None
    proposals = {name: value for name, value in upload.proposals.items() if value}
    draft = {
        name: getattr(resource, name)
        for name in ("title", "subtitle", "year", "publisher", "isbn", "description", "kind", "subjects", "grades",
                     "languages", "rights", "rights_note", "protected")
    }  # fmt: skip
    creators = proposals.pop("creators", None) or [row.name for row in resource.contributors.all()]
    own = labels.school_audience(resource.owner_id)
    return {**draft, **proposals, "creators": "\n".join(creators), "find": own, "look_inside": own, "read": own}


def _fixed_audiences(viewer: Viewer) -> Iterator[Choice]:
    assert viewer.school is not None
    yield Choice(STAFF_ONLY, gettext("only our librarians"))
    yield Choice(labels.school_audience(viewer.school), gettext("everyone at our school"))
    yield Choice(labels.EVERYONE, gettext("everyone, including people without an account"))
