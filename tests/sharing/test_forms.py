"""The forms of sharing: a clause as a sentence, who may join a group, to whom access is granted."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from access.actions import Action
from access.viewer import Viewer
from accounts.models import Role
from sharing import actions
from sharing.actions import ClauseTerms
from sharing.forms import (
    AgreementForm,
    ClauseForm,
    GrantForm,
    GroupForm,
    MemberForm,
    default_initial,
    initial_from_clause,
)
from sharing.models import Agreement
from sharing.pickers import picker
from tests.factories import ClauseFactory, SchoolFactory, SchoolGroupFactory
from tests.sharing.conftest import school_of

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 8, 31, 17, tzinfo=UTC)  # 01/09/2026 00:00 at the schools


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def draft(ours: Viewer, theirs: Viewer) -> Agreement:
    return actions.draft_agreement(partner=school_of(theirs), title="Thoả thuận", by=ours)


def a_form(draft: Agreement, viewer: Viewer, **changes: object) -> ClauseForm:
    data = {"taker": draft.partner_id, "actions": ["read"], "since": "2026-09-01", **changes}
    return ClauseForm(agreement=draft, viewer=viewer, data=data)


def test_a_clause_form_becomes_terms_whose_last_day_is_included(ours: Viewer, draft: Agreement) -> None:
    collection = school_of(ours).collections.create(name="Bộ Toán")
    form = a_form(
        draft,
        ours,
        actions=["read", "copy"],
        role="teacher",
        kind="book",
        subject="toan",
        grade="6",
        collection=collection.pk,
        until="2027-05-31",
    )
    assert form.is_valid(), form.errors
    assert form.terms() == ClauseTerms(
        giver=ours.school,
        actions=(Action.READ, Action.COPY),
        since=MIDNIGHT,
        until=datetime(2027, 5, 31, 17, tzinfo=UTC),
        role=Role.TEACHER,
        collection=collection.pk,
        subject="toan",
        grade=6,
        kind="book",
    )


def test_an_almost_empty_clause_form_means_everything_without_end(ours: Viewer, draft: Agreement) -> None:
    form = a_form(draft, ours)
    assert form.is_valid(), form.errors
    assert form.terms() == ClauseTerms(giver=ours.school, actions=(Action.READ,), since=MIDNIGHT)


def test_the_school_that_does_not_take_is_the_giver(ours: Viewer, theirs: Viewer, draft: Agreement) -> None:
    form = a_form(draft, ours, taker=draft.proposer_id)
    assert form.is_valid()
    assert form.terms().giver == theirs.school
    assert form.giver == draft.partner
    assert a_form(draft, ours).giver == draft.proposer
    assert ClauseForm(agreement=draft, viewer=ours).giver == draft.proposer, "the partner takes unless chosen otherwise"


def test_a_clause_names_a_party_a_permission_and_a_collection_of_the_viewers_school(
    ours: Viewer, theirs: Viewer, draft: Agreement
) -> None:
    foreign = school_of(theirs).collections.create(name="Của họ")
    wrong = {"taker": SchoolFactory().pk, "actions": ["edit"], "collection": foreign.pk, "grade": "13", "since": ""}
    for name, value in wrong.items():
        form = a_form(draft, ours, **{name: value})
        assert list(form.errors) == [name]


def test_each_field_of_the_sentence_is_labelled_for_screen_readers(ours: Viewer, draft: Agreement) -> None:
    form = ClauseForm(agreement=draft, viewer=ours, auto_id="id_0_%s")
    labels = {name: field.widget.attrs.get("aria-label") for name, field in form.fields.items()}
    assert labels.pop("actions") is None, "its check boxes have labels of their own"
    assert all(labels[name] == form.fields[name].label for name in labels)
    assert form.fields["taker"].choices == [
        (draft.partner_id, draft.partner.name),
        (draft.proposer_id, draft.proposer.name),
    ]
    assert form.action_words.count('type="checkbox"') == 5


def test_a_stored_clause_fills_its_form_again(ours: Viewer, draft: Agreement) -> None:
    collection = school_of(ours).collections.create(name="Bộ Toán")
    terms = ClauseTerms(
        giver=ours.school,
        actions=(Action.READ,),
        since=MIDNIGHT,
        until=datetime(2027, 5, 31, 17, tzinfo=UTC),
        role=Role.TEACHER,
        collection=collection.pk,
        subject="toan",
        grade=6,
        kind="book",
    )
    initial = initial_from_clause(actions.add_clause(draft, terms=terms, by=ours))
    assert (initial["since"], initial["until"]) == (date(2026, 9, 1), date(2027, 5, 31))
    form = ClauseForm(agreement=draft, viewer=ours, data={name: value for name, value in initial.items() if value})
    assert form.is_valid(), form.errors
    assert form.terms() == terms
    assert initial_from_clause(ClauseFactory())["until"] is None


def test_a_new_clause_suggests_that_the_partners_teachers_read_from_today(ours: Viewer, draft: Agreement) -> None:
    assert default_initial(draft, ours) == {
        "taker": draft.partner_id,
        "role": Role.TEACHER,
        "actions": ["discover", "look_inside", "read"],
        "since": date(2026, 9, 5),
    }


def test_a_school_agrees_with_any_school_but_itself(ours: Viewer, theirs: Viewer) -> None:
    def is_valid(partner: int) -> bool:
        return AgreementForm({"partner": partner, "title": "x"}, viewer=ours).is_valid()

    assert is_valid(theirs.school)
    assert not is_valid(ours.school)
    assert not GroupForm({"name": ""}).is_valid()


def test_schools_and_other_groups_of_the_viewer_can_join_a_group(ours: Viewer, theirs: Viewer) -> None:
    group = actions.make_group(name="Nhóm", by=ours)
    other = actions.make_group(name="Nhóm khác", by=ours)
    foreign = SchoolGroupFactory()

    def is_valid(member: str) -> bool:
        return MemberForm({"member": member}, viewer=ours, group=group).is_valid()

    assert is_valid(f"school:{school_of(theirs).uuid}")
    assert is_valid(f"group:{other.uuid}")
    assert not is_valid(f"group:{group.uuid}")
    assert not is_valid(f"group:{foreign.uuid}")
    several = MemberForm(
        {"member": [f"group:{other.uuid}", f"school:{school_of(theirs).uuid}"]}, viewer=ours, group=group
    )
    assert several.is_valid()
    assert several.selected() == [other, school_of(theirs)]


@pytest.mark.parametrize(
    ("audience", "role", "expected"),
    [
        ("everyone", "", "everyone"),
        ("everyone", "teacher", "everyone"),
        ("school", "", "school:{}"),
        ("school", "pupil", "school:{}/pupil"),
    ],
)
def test_an_audience_is_spelt_as_in_labels(ours: Viewer, theirs: Viewer, audience, role, expected) -> None:
    chosen = audience if audience == "everyone" else f"school:{theirs.school}"
    form = GrantForm({"audience": chosen, "role": role, "actions": ["read"]}, viewer=ours)
    assert form.is_valid(), form.errors
    assert form.selected_audiences() == [expected.format(theirs.school)]
    assert form.action_words.count('type="checkbox"') == 5


def test_audiences_are_the_own_school_everyone_groups_and_other_schools(ours: Viewer, theirs: Viewer) -> None:
    group = actions.make_group(name="Nhóm", by=ours)
    foreign = SchoolGroupFactory()
    field = picker(GrantForm(viewer=ours), "audience")
    assert [(choice.value, choice.label) for choice in field.widget.fixed] == [
        (f"school:{ours.school}", "our school"),
        ("everyone", "every school, even without an account"),
    ]
    found = {choice.value for choice in field.source.find("").choices}
    assert found == {f"group:{group.pk}", f"school:{theirs.school}", f"school:{foreign.lead_id}"}
    everyone_chosen = [f"school:{ours.school}", f"school:{theirs.school}", f"group:{group.pk}"]
    form = GrantForm({"audience": everyone_chosen, "role": "pupil", "actions": ["read"]}, viewer=ours)
    assert form.is_valid()
    assert form.selected_audiences() == [f"{audience}/pupil" for audience in everyone_chosen]
    assert not GrantForm({"audience": f"group:{foreign.pk}", "actions": ["read"]}, viewer=ours).is_valid()


def test_roles_are_offered_in_the_plural(ours: Viewer) -> None:
    choices = dict(GrantForm(viewer=ours).fields["role"].choices)
    assert list(map(str, choices.values())) == [
        "everyone",
        "pupils",
        "teachers",
        "librarians",
        "school heads",
        "officers",
    ]
    assert Role.NODE_ADMIN not in choices


def test_options_of_a_form_are_passed_on(ours: Viewer, draft: Agreement) -> None:
    group = actions.make_group(name="Nhóm", by=ours)
    for form in (
        AgreementForm(viewer=ours, prefix="x"),
        ClauseForm(agreement=draft, viewer=ours, prefix="x"),
        MemberForm(viewer=ours, group=group, prefix="x"),
        GrantForm(viewer=ours, prefix="x"),
    ):
        assert form.prefix == "x"
