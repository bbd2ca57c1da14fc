"""An agreement from its first clause to its end, and what each school may see and do on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from access.actions import Action
from accounts.errors import NotFound
from accounts.models import AuditEntry, Membership, Role
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


def test_every_change_of_an_agreement_is_audited(ours, theirs) -> None:
    draft = a_draft(ours, theirs)
    clause = actions.add_clause(draft, terms=terms(ours.school), by=ours)
    actions.change_clause(clause, terms=terms(ours.school, actions=(Action.COPY,)), by=ours)
    other = actions.add_clause(draft, terms=terms(theirs.school), by=ours)
    actions.remove_clause(other, by=ours)
    actions.propose(draft, by=ours)
    actions.withdraw_proposal(draft, by=ours)
    proposal = actions.propose(draft, by=ours)
    actions.end(actions.accept(proposal, wording=proposal.wording, by=theirs), by=theirs)
    declined = a_proposal(ours, theirs)
    actions.decline(declined, by=theirs)
    deleted = a_draft(ours, theirs)
    actions.delete_draft(deleted, by=ours)

    def lines(agreement: Agreement) -> list[tuple[str, int | None, object]]:
        entries = AuditEntry.objects.filter(target=agreement.uuid).order_by("pk")
        return [(entry.verb, entry.by_id, entry.details.get("wording")) for entry in entries]

    assert lines(draft) == [
        ("agreement.draft", ours.person, None),
        ("clause.add", ours.person, 2),
        ("clause.change", ours.person, 3),
        ("clause.add", ours.person, 4),
        ("clause.remove", ours.person, 5),
        ("agreement.propose", ours.person, 5),
        ("agreement.withdraw_proposal", ours.person, 5),
        ("agreement.propose", ours.person, 5),
        ("agreement.accept", theirs.person, 5),
        ("agreement.end", theirs.person, 5),
    ]
    assert lines(declined)[-1] == ("agreement.decline", theirs.person, 2)
    assert lines(deleted) == [("agreement.draft", ours.person, None), ("agreement.delete_draft", ours.person, None)]


def test_an_agreement_records_its_parties_and_when_it_was_proposed_signed_and_ended(ours, theirs) -> None:
    def later(viewer, days: int):
        return replace(viewer, now=NOW + timedelta(days=days))

    draft = a_draft(ours, theirs)
    assert (draft.proposer_id, draft.partner_id, draft.title) == (ours.school, theirs.school, "Thoả thuận Toán")
    assert (draft.state, draft.wording, draft.proposed_at) == (State.DRAFT, 1, None)
    actions.add_clause(draft, terms=terms(ours.school), by=ours)
    proposal = actions.propose(draft, by=later(ours, 1))
    signed = actions.accept(proposal, wording=proposal.wording, by=later(theirs, 2))
    assert (signed.ended_at, signed.ended_by) == (None, None)
    actions.end(signed, by=later(theirs, 3))
    stored = Agreement.objects.get()
    moments = (stored.proposed_at, stored.accepted_at, stored.ended_at)
    assert moments == tuple(NOW + timedelta(days=days) for days in (1, 2, 3))
    assert stored.ended_by_id == theirs.school


def test_a_clause_stores_its_terms_with_actions_in_their_order(ours, theirs) -> None:
    collection = school_of(theirs).collections.create(name="Bộ Toán")
    wanted = terms(
        theirs.school,
        actions=(Action.COPY, Action.DISCOVER),
        until=NOW + timedelta(days=1),
        role=Role.PUPIL,
        collection=collection.pk,
        subject="toan",
        grade=6,
        kind="book",
    )
    draft = a_draft(ours, theirs)
    first = actions.add_clause(draft, terms=terms(ours.school), by=ours)
    actions.change_clause(first, terms=wanted, by=ours)
    for clause in (draft.clauses.get(), actions.add_clause(draft, terms=wanted, by=ours)):
        clause.refresh_from_db()
        assert (clause.giver_id, clause.taker_id, clause.collection_id) == (theirs.school, ours.school, collection.pk)
        assert (clause.role, clause.subject, clause.grade, clause.kind) == (Role.PUPIL, "toan", 6, "book")
        assert (clause.since, clause.until) == (NOW, NOW + timedelta(days=1))
        assert clause.actions == ["discover", "copy"]


def test_clauses_are_changed_in_a_draft_only(ours, theirs) -> None:
    proposal = a_proposal(ours, theirs)
    clause = proposal.clauses.get()
    for change in (
        lambda: actions.add_clause(proposal, terms=terms(ours.school), by=ours),
        lambda: actions.change_clause(clause, terms=terms(ours.school, actions=(Action.COPY,)), by=ours),
        lambda: actions.remove_clause(clause, by=ours),
    ):
        with pytest.raises(AgreementMoveNotAllowed):
            change()
    assert proposal.clauses.get().actions == ["read"]
    draft = actions.withdraw_proposal(proposal, by=ours)
    with pytest.raises(NotFound):
        actions.remove_clause(clause, by=theirs)
    assert draft.clauses.exists()
