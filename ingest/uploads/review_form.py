"""The form of the review before publication: the record, its rights, and who may do what by one of three presets."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access import labels
from access.actions import Action
from access.viewer import Viewer
from ingest.models import Upload
from ingest.uploads.queries import curriculum_nearby
from repository.authority_fields import initial_links
from repository.curriculum.names_in_titles import guess
from repository.curriculum.proposals import proposals_for
from repository.description import Description, as_credit
from repository.lending_terms import FIRST_PERIOD_DAYS, FIRST_SEATS, MAX_PERIOD_DAYS, MAX_SEATS, LendingTerms
from repository.record_lines import write_credits
from sharing.choice_sources import Choice, audiences
from sharing.curriculum_fields import CurriculumFields
from sharing.pickers import PickOne

STAFF_ONLY = "librarians"  # they have access anyway; no grant is made
# The actions of the review, from least to most access; finer choices are on the page “Who has access”.
SINGLE_RIGHTS = {
    "find": (Action.DISCOVER, _("Who may find it")),
    "look_inside": (Action.LOOK_INSIDE, _("Who may search inside it")),
    "read": (Action.READ, _("Who may read it without borrowing")),
    "borrow": (Action.BORROW, _("Who may borrow it")),
    "copy": (Action.COPY, _("Who may copy it to their school")),
}
RIGHTS = ("rights", "rights_note", "protected")
LENDING = ("seats", "period_days")
EVERYONE, SCHOOL, LOAN, SINGLE = "everyone", "school", "loan", "single"
READERS = (Action.DISCOVER, Action.LOOK_INSIDE, Action.READ)
# What a preset grants to its one audience.
GRANTS = {
    EVERYONE: READERS,
    SCHOOL: READERS,
    LOAN: (Action.DISCOVER, Action.LOOK_INSIDE, Action.BORROW),
}


class ReviewForm(CurriculumFields):
    """The record, its rights, and who may do what."""

    access = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[
            (EVERYONE, _("Everyone, also people without an account")),
            (SCHOOL, _("Everyone at our school")),
            (LOAN, _("By loan: our school borrows it, one reader for each seat")),
            (SINGLE, _("As set for each right below")),
        ],
        initial=SCHOOL,
        widget=forms.RadioSelect,
    )

    seats = forms.IntegerField(
        label=_("Seats: how many readers can borrow it at the same time"),
        min_value=1,
        max_value=MAX_SEATS,
        initial=FIRST_SEATS,
        required=False,
    )
    period_days = forms.IntegerField(
        label=_("Days per loan"), min_value=1, max_value=MAX_PERIOD_DAYS, initial=FIRST_PERIOD_DAYS, required=False
    )

    def __init__(self, posted: Any, *, viewer: Viewer, upload: Upload) -> None:
        initial = initial_of(upload)
        super().__init__(posted, initial=initial)
        assert viewer.school is not None
        self.own_school = labels.school_audience(viewer.school)
        source, fixed = audiences(viewer), list(self._fixed_audiences())
        for name, (_action, label) in SINGLE_RIGHTS.items():
            self.fields[name] = field = PickOne(initial=STAFF_ONLY, label=label)
            field.offer(source, fixed)
        self.offer_curriculum(viewer, _proposed(viewer, upload, initial))

    def clean(self) -> dict[str, Any]:
        """Refuse single rights that were changed beside a preset: one of the two would be ignored; check loans."""
        cleaned = super().clean() or {}
        for name in LENDING:
            if self.data.get(name, "").strip():
                continue
            if name in self.data and self._is_lent(cleaned):
                self.add_error(name, _("Enter a whole number, at least 1."))
            cleaned[name] = self.fields[name].initial
        changed = [name for name in SINGLE_RIGHTS if name in self.changed_data]
        if changed and cleaned.get("access") in GRANTS:
            self.add_error(
                "access", _("You changed single rights below. Choose “As set for each right below”, or put them back.")
            )
        return cleaned

    def selected_grants(self) -> dict[Action, list[str]]:
        """Return the audience of each action that is granted to more than the school's staff."""
        preset = self.cleaned_data["access"]
        if preset in GRANTS:
            audience = labels.EVERYONE if preset == EVERYONE else self.own_school
            return {action: [audience] for action in GRANTS[preset]}
        chosen = {action: self.cleaned_data[name].value for name, (action, _label) in SINGLE_RIGHTS.items()}
        return {action: [audience] for action, audience in chosen.items() if audience != STAFF_ONLY}

    def lending(self) -> LendingTerms | None:
        """Return the terms of loans; None if nobody may borrow it."""
        data = self.cleaned_data
        return LendingTerms(data["seats"], data["period_days"]) if self._is_lent(data) else None

    def _is_lent(self, cleaned: dict[str, Any]) -> bool:
        borrow = cleaned.get("borrow")
        return cleaned.get("access") == LOAN or (
            cleaned.get("access") == SINGLE and borrow is not None and borrow.value != STAFF_ONLY
        )

    @property
    def lending_fields(self) -> list[forms.BoundField]:
        """The fields of loans."""
        return [self[name] for name in LENDING]

    @property
    def record(self) -> list[forms.BoundField]:
        """The fields of the record."""
        others = {"access", *LENDING, *SINGLE_RIGHTS, *RIGHTS}
        return [field for field in self if field.name not in others]

    @property
    def rights_fields(self) -> list[forms.BoundField]:
        """The fields of rights."""
        return [self[name] for name in RIGHTS]

    @property
    def single_rights(self) -> list[forms.BoundField]:
        """The five rights, one by one."""
        return [self[name] for name in SINGLE_RIGHTS]

    @property
    def shows_single_rights(self) -> bool:
        """Whether the five rights are unfolded: they are chosen, changed or wrong."""
        if not self.is_bound:
            return False
        return self["access"].value() == SINGLE or any(
            name in self.errors or name in self.changed_data for name in SINGLE_RIGHTS
        )

    def _fixed_audiences(self) -> Iterator[Choice]:
        yield Choice(STAFF_ONLY, gettext("only our librarians"))
        yield Choice(self.own_school, gettext("everyone at our school"))
        yield Choice(labels.EVERYONE, gettext("everyone, including people without an account"))


def initial_of(upload: Upload) -> dict[str, Any]:
    """Return the initial values: the draft's, overridden by the proposals; subject and grade are guessed if missing."""
    resource = upload.resource
    assert resource is not None
    proposals = {name: value for name, value in upload.proposals.items() if value}
    draft = {
        name: getattr(resource, name)
        for name in ("title", "subtitle", "year", "publisher", "isbn", "description", "kind", "subjects", "grades",
                     "languages", "rights", "rights_note", "protected")
    }  # fmt: skip
    described = Description.of(resource)
    names = write_credits(map(as_credit, described.creators))
    creators = "\n".join(proposals.pop("creators", ())) or names
    own = labels.school_audience(resource.owner_id)
    links = initial_links(described)["creators_links"]
    values = {
        **draft,
        **proposals,
        "creators": creators,
        "creators_links": links,
        "find": own,
        "look_inside": own,
        "read": own,
    }
    subjects, grades = guess(str(values["title"]), upload.name)
    return {**values, "subjects": values["subjects"] or subjects, "grades": values["grades"] or grades}


def _proposed(viewer: Viewer, upload: Upload, initial: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what is chosen, then what the record speaks for, then what was chosen last at the school."""
    assert upload.resource is not None
    found = asdict(proposals_for(viewer, upload.resource, title=f"{initial['title']}. {initial['subtitle']}"))
    nearby = curriculum_nearby(viewer, upload)
    return {name: list(dict.fromkeys([*initial[name], *found[name], *nearby[name]])) for name in ("subjects", "grades")}
