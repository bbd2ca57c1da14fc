"""The forms of digitisation: uploading files, and the review before publication."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access import labels
from access.actions import Action
from access.viewer import Viewer
from accounts.form_fields import LineField
from ingest.models import Upload
from repository.forms import RecordFields
from sharing.choice_sources import Choice, audiences
from sharing.pickers import PickOne

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
    book = LineField(required=False, max_length=200, label=_("Title of the book"))


class ReviewForm(RecordFields):
    """The record, its rights, and who may do what."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source, fixed = audiences(viewer), list(_fixed_audiences(viewer))
        for name, (_action, label) in VISIBLE_FIELDS.items():
            self.fields[name] = field = PickOne(initial=STAFF_ONLY, label=label)
            field.offer(source, fixed)

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
