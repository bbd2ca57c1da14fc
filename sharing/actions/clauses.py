"""Writes of clauses, while their agreement is a draft. Each change increments the number of its wording."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from access.actions import OPENABLE
from access.viewer import Viewer
from accounts.audit import record
from sharing.actions.agreements import locked
from sharing.errors import AgreementMoveNotAllowed, InvalidClause
from sharing.models import Agreement, Clause
from workers import fault_injection


@dataclass(frozen=True)
class ClauseTerms:
    """What a clause gives: which part, which actions, to which role, from when until when.

    `giver` is the primary key of one party; the other one is the taker. An empty role, subject or kind, and no grade or
    collection, mean all.
    """

    giver: int
    actions: tuple[str, ...]
    since: datetime
    until: datetime | None = None
    role: str = ""
    collection: int | None = None
    subject: str = ""
    grade: int | None = None
    kind: str = ""

    def columns(self, agreement: Agreement) -> dict[str, Any]:
        """Return the columns of a Clause, with the actions in the order of OPENABLE. Raise InvalidClause."""
        parties = {agreement.proposer_id, agreement.partner_id}
        if self.giver not in parties:
            raise InvalidClause
        return {
            "giver_id": self.giver,
            "taker_id": (parties - {self.giver}).pop(),
            "actions": [str(action) for action in OPENABLE if action in self.actions],
            "collection_id": self.collection,
            "role": self.role,
            "subject": self.subject,
            "grade": self.grade,
            "kind": self.kind,
            "since": self.since,
            "until": self.until,
        }


@transaction.atomic
def add_clause(agreement: Agreement, *, terms: ClauseTerms, by: Viewer) -> Clause:
    """Add a clause; idempotent: an agreement has the same terms once.

    Raise AgreementMoveNotAllowed or InvalidClause.
    """
    agreement = _locked_draft(agreement, by)
    columns = terms.columns(agreement)
    existing = agreement.clauses.filter(**columns).first()
    if existing is not None:
        return existing
    clause = Clause(agreement=agreement, **columns)
    return _save(clause, "clause.add", by)


@transaction.atomic
def change_clause(clause: Clause, *, terms: ClauseTerms, by: Viewer) -> Clause:
    """Change a clause. Raise AgreementMoveNotAllowed or InvalidClause."""
    agreement = _locked_draft(clause.agreement, by)
    for name, value in terms.columns(agreement).items():
        setattr(clause, name, value)
    clause.agreement = agreement
    return _save(clause, "clause.change", by)


@transaction.atomic
def remove_clause(clause: Clause, *, by: Viewer) -> None:
    """Remove a clause. Raise AgreementMoveNotAllowed."""
    agreement = _locked_draft(clause.agreement, by)
    clause.delete()
    _increment_wording(agreement, "clause.remove", by)


def _locked_draft(agreement: Agreement, by: Viewer) -> Agreement:
    agreement = locked(agreement, by)
    if agreement.state != Agreement.State.DRAFT:
        raise AgreementMoveNotAllowed
    return agreement


def _save(clause: Clause, verb: str, by: Viewer) -> Clause:
    try:
        clause.full_clean()
    except ValidationError as error:
        raise InvalidClause from error
    if clause.collection and clause.collection.school_id != clause.giver_id:
        raise InvalidClause
    clause.save()
    fault_injection.point("clause.written")
    _increment_wording(clause.agreement, verb, by)
    return clause


def _increment_wording(agreement: Agreement, verb: str, by: Viewer) -> None:
    agreement.wording += 1
    agreement.save(update_fields=["wording"])
    record(verb, by=by, target=agreement.uuid, wording=agreement.wording)
    fault_injection.point("clause.audited")
