"""The forms of sharing: a clause as a sentence, a new agreement, a group and its members, grants."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from access import labels
from access.actions import OPENABLE
from access.viewer import Viewer
from accounts.dates import end_of, last_day, start_of
from accounts.form_fields import LineField
from accounts.models import Role, School
from repository.curriculum import GRADES, subject_choices
from repository.models import Resource
from sharing import choice_sources
from sharing.actions import ClauseTerms
from sharing.choice_sources import Choice
from sharing.models import Agreement, Clause, SchoolGroup
from sharing.pickers import PickOne, PickSeveral, picker
from sharing.wording import ACTION_VERBS, KIND_PLURALS

FieldChoice = tuple[Any, Any]


def role_choices() -> list[FieldChoice]:
    """Return the roles in the plural, after a choice for all roles."""
    plurals = {
        Role.PUPIL: _("pupils"),
        Role.TEACHER: _("teachers"),
        Role.LIBRARIAN: _("librarians"),
        Role.HEAD: _("school heads"),
        Role.OFFICER: _("officers"),
    }
    return [("", _("everyone")), *plurals.items()]


class AgreementForm(forms.Form):
    """A new agreement: its partner and its name."""

    partner = PickOne(label=_("Partner school"))
    title = LineField(
        max_length=200, label=_("Name of the agreement"), help_text=_("Both schools see this name in their lists.")
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker(self, "partner").offer(choice_sources.partners(viewer))

    def clean_partner(self) -> School:
        """Return the school."""
        school: School = self.cleaned_data["partner"].target
        return school


class ClauseForm(forms.Form):
    """A clause as a sentence with a field for each part."""

    taker = forms.TypedChoiceField(coerce=int, label=_("At which school"))
    role = forms.ChoiceField(choices=role_choices, required=False, label=_("Role"))
    actions = forms.MultipleChoiceField(
        choices=lambda: [(str(action), ACTION_VERBS[action]) for action in OPENABLE],
        widget=forms.CheckboxSelectMultiple,
        label=_("What they may do"),
    )
    kind = forms.ChoiceField(
        choices=lambda: [
            ("", KIND_PLURALS[""]),
            *((kind, KIND_PLURALS[kind]) for kind in Resource.Kind),
        ],
        required=False,
        label=_("Kind"),
    )
    subject = forms.ChoiceField(
        choices=lambda: [("", _("all subjects")), *subject_choices()], required=False, label=_("Subject")
    )
    grade = forms.TypedChoiceField(
        choices=lambda: [("", pgettext("grades", "all grades")), *((n, gettext("grade %d") % n) for n in GRADES)],
        required=False,
        coerce=int,
        empty_value=None,
        label=_("Grade"),
    )
    collection = PickOne(required=False, label=pgettext_lazy("of resources", "Collection"))
    since = forms.DateField(label=_("Start date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("End date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, agreement: Agreement, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        ours, theirs = agreement.proposer, agreement.partner
        taker = self.fields["taker"]
        taker.choices = [(theirs.pk, theirs.name), (ours.pk, ours.name)]  # type: ignore[attr-defined]
        whole_shelf = Choice("", gettext("the whole shelf"))
        picker(self, "collection").offer(choice_sources.collections(viewer), fixed=[whole_shelf])
        for name, field in self.fields.items():
            if name != "actions":
                field.widget.attrs["aria-label"] = field.label

    @property
    def action_words(self) -> str:
        """Return the actions as check boxes within the sentence."""
        return render_to_string("sharing/parts/action_choices.html", {"field": self["actions"]})

    @property
    def giver(self) -> School:
        """Return the school that gives access: the party that is not chosen as taker."""
        takes_itself = str(self["taker"].value()) == str(self.agreement.proposer_id)
        return self.agreement.partner if takes_itself else self.agreement.proposer

    def terms(self) -> ClauseTerms:
        """Return the terms that the form describes; the end date is included."""
        data = self.cleaned_data
        parties = {self.agreement.proposer_id, self.agreement.partner_id}
        return ClauseTerms(
            giver=(parties - {data["taker"]}).pop(),
            actions=tuple(data["actions"]),
            since=start_of(data["since"]),
            until=end_of(data["until"]) if data["until"] else None,
            role=data["role"],
            collection=data["collection"].target.pk if data["collection"] else None,
            subject=data["subject"],
            grade=data["grade"],
            kind=data["kind"],
        )


def initial_from_clause(clause: Clause) -> dict[str, Any]:
    """Return the initial values of the form of an existing clause."""
    return {
        "taker": clause.taker_id,
        "role": clause.role,
        "actions": clause.actions,
        "kind": clause.kind,
        "subject": clause.subject,
        "grade": clause.grade,
        "collection": clause.collection_id,
        "since": localtime(clause.since).date(),
        "until": last_day(clause.until) if clause.until else None,
    }


def default_initial(agreement: Agreement, viewer: Viewer) -> dict[str, Any]:
    """Return the initial values of a new clause: the partner's teachers may find, search and read, from today."""
    return {
        "taker": agreement.partner_id,
        "role": Role.TEACHER,
        "actions": [str(action) for action in OPENABLE[:3]],
        "since": localtime(viewer.now).date(),
    }


class GroupForm(forms.Form):
    """The name of a new group."""

    name = LineField(max_length=200, label=_("Name of the group"))


class MemberForm(forms.Form):
    """Schools and other groups that become members of a group."""

    member = PickSeveral(label=_("Schools or groups to add"))

    def __init__(self, *args: Any, viewer: Viewer, group: SchoolGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker(self, "member").offer(choice_sources.members(viewer, group))

    def selected(self) -> list[School | SchoolGroup]:
        """Return the schools and groups."""
        return [choice.target for choice in self.cleaned_data["member"]]


class GrantForm(forms.Form):
    """A grant of actions on a resource, or on all of a collection, to one or several audiences."""

    audience = PickSeveral(label=_("At which schools"))
    role = forms.ChoiceField(choices=role_choices, required=False, label=_("Role"))
    actions = forms.MultipleChoiceField(
        choices=lambda: [(str(action), ACTION_VERBS[action]) for action in OPENABLE],
        widget=forms.CheckboxSelectMultiple,
        label=_("What they may do"),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker(self, "audience").offer(choice_sources.audiences(viewer), fixed=_fixed_audiences(viewer))
        self.fields["role"].widget.attrs["aria-label"] = self.fields["role"].label  # it stands in a sentence

    @property
    def action_words(self) -> str:
        """Return the actions as check boxes within the sentence."""
        return render_to_string("sharing/parts/action_choices.html", {"field": self["actions"]})

    def selected_audiences(self) -> list[str]:
        """Return the audiences as labels spell them; everyone has no role."""
        role = self.cleaned_data["role"]
        names = [choice.value for choice in self.cleaned_data["audience"]]
        return [name if name == labels.EVERYONE or not role else f"{name}/{role}" for name in names]


class PersonForm(forms.Form):
    """A person of the viewer's school whose access is explained."""

    nguoi = PickOne(label=_("Check access for a member of your school"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker(self, "nguoi").offer(choice_sources.people(viewer))


def _fixed_audiences(viewer: Viewer) -> Iterator[Choice]:
    if viewer.school is not None:
        yield Choice(labels.school_audience(viewer.school), gettext("our school"))
    yield Choice(labels.EVERYONE, gettext("every school, even without an account"))
