"""Writes of agreements: one school proposes, the other accepts or declines, either ends it."""

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotFound
from accounts.models import School
from sharing.errors import MoveNotPossible, NothingAgreed, PartnerNotClear, WordingChanged
from sharing.models import Agreement
from sharing.queries import agreement_for
from workers import fault_injection

State = Agreement.State

# From where to where an agreement moves; what is not here cannot be done.
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.PROPOSED}),
    State.PROPOSED: frozenset({State.DRAFT, State.ACTIVE, State.DECLINED}),
    State.ACTIVE: frozenset({State.ENDED}),
    State.DECLINED: frozenset(),
    State.ENDED: frozenset(),
}


@transaction.atomic
def draft_agreement(*, partner: School, title: str, by: Viewer) -> Agreement:
    """A new agreement that only the proposing school sees until it is proposed."""
    if by.signs_for is None:
        raise NotFound
    if partner.pk == by.signs_for:
        raise PartnerNotClear
    made = Agreement.objects.create(proposer_id=by.signs_for, partner=partner, title=title)
    record("agreement.draft", by=by, target=made.uuid)
    return made


@transaction.atomic
def propose(agreement: Agreement, *, by: Viewer) -> Agreement:
    """Show it to the other school, to be signed as it is worded now."""
    agreement = _locked(agreement, by)
    _require_turn(agreement.proposer_id, by)
    if not agreement.clauses.exists():
        raise NothingAgreed
    agreement.proposed_at = by.now
    return _move(agreement, State.PROPOSED, "agreement.propose", by)


@transaction.atomic
def withdraw_proposal(agreement: Agreement, *, by: Viewer) -> Agreement:
    """The proposer takes it back before it is signed, to word it otherwise."""
    agreement = _locked(agreement, by)
    _require_turn(agreement.proposer_id, by)
    return _move(agreement, State.DRAFT, "agreement.take_back", by)


@transaction.atomic
def accept(agreement: Agreement, *, wording: int, by: Viewer) -> Agreement:
    """Sign the wording that she saw; it opens what it says at the next request.

    Raises WordingChanged where another wording stands now.
    """
    agreement = _locked(agreement, by)
    _require_turn(agreement.partner_id, by)
    if agreement.wording != wording:
        raise WordingChanged
    agreement.accepted_at = by.now
    return _move(agreement, State.ACTIVE, "agreement.accept", by)


@transaction.atomic
def decline(agreement: Agreement, *, by: Viewer) -> Agreement:
    """Say no to what was proposed."""
    agreement = _locked(agreement, by)
    _require_turn(agreement.partner_id, by)
    return _move(agreement, State.DECLINED, "agreement.decline", by)


@transaction.atomic
def end(agreement: Agreement, *, by: Viewer) -> Agreement:
    """Either school ends what was agreed; it closes at the next request, and copies that were taken stay."""
    agreement = _locked(agreement, by)
    agreement.ended_at, agreement.ended_by_id = by.now, by.signs_for
    return _move(agreement, State.ENDED, "agreement.end", by)


@transaction.atomic
def delete_draft(agreement: Agreement, *, by: Viewer) -> None:
    """Throw a draft away."""
    agreement = _locked(agreement, by)
    if agreement.state != State.DRAFT:
        raise MoveNotPossible
    record("agreement.discard", by=by, target=agreement.uuid)
    agreement.delete()


def _locked(agreement: Agreement, by: Viewer) -> Agreement:
    """The agreement as it stands now, for one who signs for a party; its row is held where rows can be held."""
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    return agreement_for(by, agreement.uuid)


def _require_turn(school: int, by: Viewer) -> None:
    if by.signs_for != school:
        raise MoveNotPossible


def _move(agreement: Agreement, to: Agreement.State, verb: str, by: Viewer) -> Agreement:
    if to not in MOVES[agreement.state]:
        raise MoveNotPossible
    agreement.state = to
    agreement.save()
    fault_injection.point("agreement.moved")
    record(verb, by=by, target=agreement.uuid, wording=agreement.wording)
    fault_injection.point("agreement.audited")
    return agreement
