"""An agreement from its first clause to its end, and what each school may see and do on the way."""

from datetime import timedelta

import pytest

from access.actions import Action
from accounts.errors import NotFound
from accounts.models import Membership, Role
from repository.queries import is_allowed
from sharing import actions
from sharing.actions import ClauseTerms
from sharing.errors import (
    AgreementMoveNotAllowed,
    AgreementWithoutClause,
    InvalidClause,
    InvalidPartner,
    WordingChanged,
)
from sharing.models import Agreement
from sharing.queries import agreement_for, agreements_of
from sharing.viewer import viewer_of_membership
from tests.factories import NOW, MembershipFactory, SchoolFactory, a_librarian, a_resource, a_viewer
from tests.sharing.conftest import school_of

pytestmark = pytest.mark.django_db
State = Agreement.State


def a_draft(ours, theirs) -> Agreement:
    return actions.draft_agreement(partner=school_of(theirs), title="Thoả thuận Toán", by=ours)


def terms(giver, **changes) -> ClauseTerms:
    return ClauseTerms(**{"giver": giver, "actions": (Action.READ,), "since": NOW, **changes})


def a_proposal(ours, theirs, **changes) -> Agreement:
    draft = a_draft(ours, theirs)
    actions.add_clause(draft, terms=terms(ours.school, **changes), by=ours)
    return actions.propose(draft, by=ours)


def test_access_starts_with_the_signature_and_ends_with_the_agreement(ours, theirs) -> None:
    teacher = MembershipFactory(school_id=theirs.school)
    book = a_resource(school_of(ours), subjects=["toan"], grades=[6])
    proposal = a_proposal(ours, theirs, subject="toan", role=Role.TEACHER)
    assert not is_allowed(viewer_of_membership(teacher, now=NOW), Action.READ, book)

    signed = actions.accept(proposal, wording=proposal.wording, by=theirs)
    assert is_allowed(viewer_of_membership(teacher, now=NOW), Action.READ, book)
    later = a_resource(school_of(ours), subjects=["toan", "tin-hoc"])
    assert is_allowed(viewer_of_membership(teacher, now=NOW), Action.READ, later), "also what is published afterwards"
    other = a_resource(school_of(ours), subjects=["vat-li"])
    assert not is_allowed(viewer_of_membership(teacher, now=NOW), Action.DISCOVER, other)
    pupil = a_viewer(Role.PUPIL, school=school_of(theirs))
    assert not is_allowed(pupil, Action.DISCOVER, book)

    actions.end(signed, by=theirs)
    assert not is_allowed(viewer_of_membership(teacher, now=NOW), Action.DISCOVER, book)


def test_a_clause_holds_from_its_start_until_just_before_its_end(ours, theirs) -> None:
    book, teacher = a_resource(school_of(ours)), MembershipFactory(school_id=theirs.school)
    until = NOW + timedelta(days=10)
    proposal = a_proposal(ours, theirs, since=NOW + timedelta(days=1), until=until)
    actions.accept(proposal, wording=proposal.wording, by=theirs)
    moments = {timedelta(0): False, timedelta(days=1): True, timedelta(days=10, microseconds=-1): True}
    for delta, open_then in {**moments, timedelta(days=10): False}.items():
        assert is_allowed(viewer_of_membership(teacher, now=NOW + delta), Action.READ, book) is open_then


def test_a_signature_names_the_wording_that_was_on_the_screen(ours, theirs) -> None:
    proposal = a_proposal(ours, theirs)
    outdated = proposal.wording
    draft = actions.withdraw_proposal(proposal, by=ours)
    actions.change_clause(draft.clauses.get(), terms=terms(ours.school, actions=(Action.COPY,)), by=ours)
    actions.propose(draft, by=ours)
    with pytest.raises(WordingChanged):
        actions.accept(proposal, wording=outdated, by=theirs)
    assert actions.accept(proposal, wording=outdated + 1, by=theirs).state == State.ACTIVE


def test_each_school_makes_its_own_moves_only(ours, theirs) -> None:
    proposal = a_proposal(ours, theirs)
    for foreign_move in (
        lambda: actions.accept(proposal, wording=proposal.wording, by=ours),
        lambda: actions.decline(proposal, by=ours),
        lambda: actions.withdraw_proposal(proposal, by=theirs),
        lambda: actions.end(proposal, by=ours),
        lambda: actions.add_clause(proposal, terms=terms(ours.school), by=ours),
    ):
        with pytest.raises(AgreementMoveNotAllowed):
            foreign_move()
    assert actions.decline(proposal, by=theirs).state == State.DECLINED
    with pytest.raises(AgreementMoveNotAllowed):
        actions.accept(proposal, wording=proposal.wording, by=theirs)


def test_only_signers_of_a_party_see_an_agreement(ours, theirs) -> None:
    draft = a_draft(ours, theirs)
    with pytest.raises(NotFound):
        agreement_for(theirs, draft.uuid)
    proposal = a_proposal(ours, theirs)
    head = a_viewer(Role.HEAD, school=school_of(theirs))
    for party in (ours, theirs, head):
        assert agreement_for(party, proposal.uuid) == proposal
    strangers = [a_librarian(), a_viewer(school=school_of(ours)), a_viewer(Role.PUPIL, school=school_of(theirs))]
    gone = viewer_of_membership(MembershipFactory(role=Role.LIBRARIAN, school_id=ours.school, until=NOW), now=NOW)
    for stranger in [*strangers, gone]:
        assert not agreements_of(stranger).exists()
        with pytest.raises(NotFound):
            actions.end(proposal, by=stranger)


def test_invalid_agreements_and_clauses_are_refused(ours, theirs) -> None:
    with pytest.raises(InvalidPartner):
        actions.draft_agreement(partner=school_of(ours), title="Với mình", by=ours)
    with pytest.raises(NotFound):
        actions.draft_agreement(partner=school_of(theirs), title="x", by=a_viewer())
    draft = a_draft(ours, theirs)
    with pytest.raises(AgreementWithoutClause):
        actions.propose(draft, by=ours)
    foreign = school_of(theirs).collections.create(name="Của họ")
    for wrong in (
        {"actions": ()},
        {"actions": (Action.EDIT,)},
        {"giver": SchoolFactory().pk},
        {"collection": foreign.pk},
        {"until": NOW},
        {"role": "king"},
    ):
        with pytest.raises(InvalidClause):
            actions.add_clause(draft, terms=terms(**{"giver": ours.school, **wrong}), by=ours)
    assert not draft.clauses.exists()


def test_only_a_draft_is_deleted(ours, theirs) -> None:
    proposal = a_proposal(ours, theirs)
    with pytest.raises(AgreementMoveNotAllowed):
        actions.delete_draft(proposal, by=ours)
    actions.delete_draft(actions.withdraw_proposal(proposal, by=ours), by=ours)
    assert not Agreement.objects.exists()


def test_a_clause_about_a_foreign_collection_gives_no_access(ours, theirs) -> None:
    """Check a row that no action would write."""
    third = a_resource()
    collection = third.owner.collections.create(name="Của trường khác")
    collection.entries.create(resource=third)
    proposal = a_proposal(ours, theirs)
    proposal.clauses.update(collection=collection)
    actions.accept(proposal, wording=proposal.wording, by=theirs)
    third.labels.create(label=f"col:{collection.pk}/*/*/*")
    reader = viewer_of_membership(Membership.objects.get(pk=theirs.membership), now=NOW)
    assert not is_allowed(reader, Action.DISCOVER, third)
