"""The forms of an edit of many records; each makes one `Edit`."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from access import labels
from access.actions import OPENABLE, Action
from access.viewer import Viewer
from accounts.form_fields import LineField
from changesets.edits.edit import REPLACEABLE, SETTABLE, Edit, Operation
from repository import record_bounds as bounds
from repository.authority_fields import AuthorityLine
from repository.curriculum import GRADES, subject_choices
from repository.models import Resource
from sharing.choice_sources import Choice, audiences, collections
from sharing.pickers import PickOne, picker
from sharing.wording import ACTION_VERBS

ADD_OR_REMOVE = (("add", _("add")), ("remove", _("remove")))


class EditForm(forms.Form):
    """Base: a form that describes one edit, for a librarian."""

    name: ClassVar[str]
    title: ClassVar[Any]

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, prefix=self.name)
        self.viewer = viewer

    def edit(self) -> Edit:
        """Return the edit of a valid form."""
        raise NotImplementedError

    def sentence(self) -> str:
        """Return what the edit does, as the title of the act."""
        raise NotImplementedError


class SetField(EditForm):
    """Give a field one value."""

    name, title = "set", _("Set a field")
    field = forms.ChoiceField(label=_("Field"), choices=[(name, bounds.NAMES[name]) for name in SETTABLE])
    value = LineField(label=_("New value"), max_length=300, required=False, help_text=_("Empty: clear the field."))

    def clean(self) -> dict[str, Any]:
        """Refuse a value that is too long for its field."""
        cleaned = super().clean() or {}
        if len(cleaned.get("value", "")) > bounds.MAX_LINE.get(cleaned.get("field", ""), 300):
            self.add_error("value", _("This is too long for the field."))
        return cleaned

    def edit(self) -> Edit:
        """Return the edit."""
        return Edit(Operation.SET, self.cleaned_data["field"], self.cleaned_data["value"])

    def sentence(self) -> str:
        """Return “Publisher: Kim Đồng”."""
        return f"{bounds.NAMES[self.cleaned_data['field']]}: {self.cleaned_data['value'] or '–'}"


class ReplaceWords(EditForm):
    """Replace words in a field."""

    name, title = "replace", _("Replace words in a field")
    field = forms.ChoiceField(label=_("Field"), choices=[(name, bounds.NAMES[name]) for name in REPLACEABLE])
    find = LineField(label=_("Words to replace"), max_length=200, help_text=_("Exactly as written, with capitals."))
    put = LineField(label=_("Replace them with"), max_length=200, required=False)

    def edit(self) -> Edit:
        """Return the edit."""
        data = self.cleaned_data
        return Edit(Operation.REPLACE, data["field"], data["find"], data["put"])

    def sentence(self) -> str:
        """Return “Publisher: “NXB” → “Nhà xuất bản””."""
        data = self.cleaned_data
        return f"{bounds.NAMES[data['field']]}: “{data['find']}” → “{data['put']}”"


class AddOrRemove(EditForm):
    """Base: something is added to each record or removed from it."""

    do = forms.ChoiceField(label=_("What"), choices=ADD_OR_REMOVE, widget=forms.RadioSelect, initial="add")
    operations: ClassVar[tuple[Operation, Operation]]

    @property
    def operation(self) -> Operation:
        """The operation that was chosen."""
        return self.operations[0 if self.cleaned_data["do"] == "add" else 1]

    def _sentence(self, what: str) -> str:
        form = gettext("Add: %(what)s") if self.cleaned_data["do"] == "add" else gettext("Remove: %(what)s")
        return form % {"what": what}


class EditHeading(AddOrRemove):
    """A subject heading."""

    name, title = "heading", _("Subject headings")
    operations = (Operation.ADD_HEADING, Operation.REMOVE_HEADING)
    heading = LineField(label=bounds.NAMES["headings"], max_length=bounds.MAX_HEADING, widget=AuthorityLine("subject"))

    def edit(self) -> Edit:
        """Return the edit."""
        return Edit(self.operation, value=self.cleaned_data["heading"])

    def sentence(self) -> str:
        """Return what is added or removed."""
        return self._sentence(self.cleaned_data["heading"])


class EditSubject(AddOrRemove):
    """A school subject."""

    name, title = "subject", _("Subjects")
    operations = (Operation.ADD_SUBJECT, Operation.REMOVE_SUBJECT)
    subject = forms.ChoiceField(label=bounds.NAMES["subjects"], choices=subject_choices)

    def edit(self) -> Edit:
        """Return the edit."""
        return Edit(self.operation, value=self.cleaned_data["subject"])

    def sentence(self) -> str:
        """Return what is added or removed."""
        return self._sentence(dict(subject_choices())[self.cleaned_data["subject"]])


class EditGrade(AddOrRemove):
    """A grade."""

    name, title = "grade", _("Grades")
    operations = (Operation.ADD_GRADE, Operation.REMOVE_GRADE)
    grade = forms.TypedChoiceField(label=bounds.NAMES["grades"], choices=[(g, g) for g in GRADES], coerce=int)

    def edit(self) -> Edit:
        """Return the edit."""
        return Edit(self.operation, value=str(self.cleaned_data["grade"]))

    def sentence(self) -> str:
        """Return what is added or removed."""
        return self._sentence(gettext("grade %(grade)s") % {"grade": self.cleaned_data["grade"]})


class SetKind(EditForm):
    """The kind of work."""

    name, title = "kind", bounds.NAMES["kind"]
    kind = forms.ChoiceField(label=bounds.NAMES["kind"], choices=Resource.Kind.choices)

    def edit(self) -> Edit:
        """Return the edit."""
        return Edit(Operation.KIND, value=self.cleaned_data["kind"])

    def sentence(self) -> str:
        """Return “Kind: textbook”."""
        return f"{bounds.NAMES['kind']}: {Resource.Kind(self.cleaned_data['kind']).label}"


class EditCollection(AddOrRemove):
    """A collection of the school."""

    name, title = "collection", pgettext_lazy("of resources", "Collection")
    operations = (Operation.COLLECT, Operation.UNCOLLECT)
    collection = PickOne(label=pgettext_lazy("of resources", "Collection"))

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, viewer=viewer)
        picker(self, "collection").offer(collections(self.viewer))

    def edit(self) -> Edit:
        """Return the edit."""
        return Edit(self.operation, value=str(self.cleaned_data["collection"].target.uuid))

    def sentence(self) -> str:
        """Return what is added to or removed from."""
        return self._sentence(self.cleaned_data["collection"].label)


class EditAccess(AddOrRemove):
    """What others may do."""

    name, title = "access", _("Who has access")
    operations = (Operation.GRANT, Operation.REVOKE)
    right = forms.ChoiceField(
        label=_("What"), choices=[(action.value, ACTION_VERBS[action]) for action in OPENABLE], initial="read"
    )
    audience = PickOne(label=_("To whom"))

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, viewer=viewer)
        own = labels.school_audience(self.viewer.school or 0)
        fixed = [Choice(own, gettext("everyone at our school")), Choice(labels.EVERYONE, gettext("everyone"))]
        picker(self, "audience").offer(audiences(self.viewer), fixed)

    def edit(self) -> Edit:
        """Return the edit."""
        return Edit(self.operation, Action(self.cleaned_data["right"]), self.cleaned_data["audience"].value)

    def sentence(self) -> str:
        """Return what is granted or revoked."""
        right = ACTION_VERBS[Action(self.cleaned_data["right"])]
        return self._sentence(f"{right} – {self.cleaned_data['audience'].label}")


class SetState(EditForm):
    """Publish or withdraw."""

    name, title = "state", _("State")
    state = forms.ChoiceField(
        label=_("What"),
        choices=[(Operation.PUBLISH.value, _("Publish")), (Operation.WITHDRAW.value, _("Withdraw"))],
        widget=forms.RadioSelect,
    )

    def edit(self) -> Edit:
        """Return the edit."""
        return Edit(self.cleaned_data["state"])

    def sentence(self) -> str:
        """Return which of both."""
        return gettext("Publish") if self.cleaned_data["state"] == Operation.PUBLISH else gettext("Withdraw")


FORMS: tuple[type[EditForm], ...] = (
    SetField, ReplaceWords, EditHeading, EditSubject, EditGrade, SetKind, EditCollection, EditAccess, SetState,
)  # fmt: skip
