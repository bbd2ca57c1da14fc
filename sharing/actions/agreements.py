"""Writes of agreements: one school proposes, the other accepts or declines, either ends."""

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotFound
from accounts.locks import lock
from accounts.models import School
from sharing.errors import AgreementMoveNotAllowed, AgreementWithoutClause, InvalidPartner, WordingChanged
from sharing.models import Agreement
from sharing.queries import agreement_for
from workers import fault_injection

State = Agreement.State

# The states that may follow each state.
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.PROPOSED}),
    State.PROPOSED: frozenset({State.DRAFT, State.ACTIVE, State.DECLINED}),
    State.ACTIVE: frozenset({State.ENDED}),
    State.DECLINED: frozenset(),
    State.ENDED: frozenset(),
}


@transaction.atomic
def draft_agreement(*, partner: School, title: str, by: Viewer) -> Agreement:
    """Create a draft, which the partner does not see; idempotent while a draft has this partner and title.

    Raise NotFound unless the viewer signs, or InvalidPartner.
    """
    if by.signs_for is None:
        raise NotFound
    if partner.pk == by.signs_for:
        raise InvalidPartner
    agreement, is_new = Agreement.objects.get_or_create(
        proposer_id=by.signs_for, partner=partner, entered_as=title, defaults={"title": title}
    )
    if not is_new:
        return agreement
    record("agreement.draft", by=by, target=agreement.uuid)
    return agreement


@transaction.atomic
def propose(agreement: Agreement, *, by: Viewer) -> Agreement:
    """Show a draft to the partner, who may sign its present wording.

    Raise AgreementMoveNotAllowed or AgreementWithoutClause.
    """
    agreement = locked(agreement, by)
    _require_party(agreement.proposer_id, by)
    if not agreement.clauses.exists():
        raise AgreementWithoutClause
    agreement.proposed_at, agreement.entered_as = by.now, None
    return _move(agreement, State.PROPOSED, "agreement.propose", by)


@transaction.atomic
def withdraw_proposal(agreement: Agreement, *, by: Viewer) -> Agreement:
    """Make a proposal a draft again, for its proposer. Raise AgreementMoveNotAllowed."""
    agreement = locked(agreement, by)
    _require_party(agreement.proposer_id, by)
    return _move(agreement, State.DRAFT, "agreement.withdraw_proposal", by)


@transaction.atomic
def accept(agreement: Agreement, *, wording: int, by: Viewer) -> Agreement:
    """Sign a proposal for its partner; it gives access from the next request on.

    `wording` is the number that was on the signer's screen. Raise WordingChanged where it is outdated, or
    AgreementMoveNotAllowed.
    """
    agreement = locked(agreement, by)
    _require_party(agreement.partner_id, by)
    if agreement.wording != wording:
        raise WordingChanged
    agreement.accepted_at = by.now
    return _move(agreement, State.ACTIVE, "agreement.accept", by)


@transaction.atomic
def decline(agreement: Agreement, *, by: Viewer) -> Agreement:
    """Decline a proposal for its partner. Raise AgreementMoveNotAllowed."""
    agreement = locked(agreement, by)
    _require_party(agreement.partner_id, by)
    return _move(agreement, State.DECLINED, "agreement.decline", by)


@transaction.atomic
def end(agreement: Agreement, *, by: Viewer) -> Agreement:
    """End an active agreement for either school; access ends at the next request, copies remain.

    Raise AgreementMoveNotAllowed.
    """
    agreement = locked(agreement, by)
    agreement.ended_at, agreement.ended_by_id = by.now, by.signs_for
    return _move(agreement, State.ENDED, "agreement.end", by)


@transaction.atomic
def delete_draft(agreement: Agreement, *, by: Viewer) -> None:
    """Delete a draft. Raise AgreementMoveNotAllowed in any other state."""
    agreement = locked(agreement, by)
    if agreement.state != State.DRAFT:
        raise AgreementMoveNotAllowed
    record("agreement.delete_draft", by=by, target=agreement.uuid)
    agreement.delete()


def locked(agreement: Agreement, by: Viewer) -> Agreement:
    """Lock the row and return the stored agreement. Raise NotFound unless the viewer signs for a party."""
    lock(agreement)
    return agreement_for(by, agreement.uuid)


def _require_party(school: int, by: Viewer) -> None:
    if by.signs_for != school:
        raise AgreementMoveNotAllowed


def _move(agreement: Agreement, state: Agreement.State, verb: str, by: Viewer) -> Agreement:
    if state not in TRANSITIONS[agreement.state]:
        raise AgreementMoveNotAllowed
    agreement.state = state
    agreement.save()
    fault_injection.point("agreement.moved")
    record(verb, by=by, target=agreement.uuid, wording=agreement.wording)
    fault_injection.point("agreement.audited")
    return agreement
