"""Writes of clauses: the sentences of an agreement, while it is a draft. Each change makes a new wording."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from access.actions import OPENABLE
from access.viewer import Viewer
from accounts.audit import record
from sharing.errors import ClauseNotClear, MoveNotPossible
from sharing.models import Agreement, Clause
from sharing.queries import agreement_for
from workers import fault_injection


@dataclass(frozen=True)
class ClauseTerms:
    """One sentence: who gives what to whom, for which actions, from when to when.

    `giver` is one of the two schools, the other takes; empty role, subject, kind and no grade or collection mean all.
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
        """The columns of Clause that say this; actions in their fixed order."""
        parties = {agreement.proposer_id, agreement.partner_id}
        if self.giver not in parties:
            raise ClauseNotClear
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
    """One sentence more."""
    agreement = _in_draft(agreement, by)
    clause = Clause(agreement=agreement, **terms.columns(agreement))
    return _save(clause, "clause.add", by)


@transaction.atomic
def change_clause(clause: Clause, *, terms: ClauseTerms, by: Viewer) -> Clause:
    """The same sentence in other words."""
    agreement = _in_draft(clause.agreement, by)
    for name, value in terms.columns(agreement).items():
        setattr(clause, name, value)
    clause.agreement = agreement
    return _save(clause, "clause.change", by)


@transaction.atomic
def remove_clause(clause: Clause, *, by: Viewer) -> None:
    """One sentence less."""
    agreement = _in_draft(clause.agreement, by)
    clause.delete()
    _reword(agreement, "clause.remove", by)


def _in_draft(agreement: Agreement, by: Viewer) -> Agreement:
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    agreement = agreement_for(by, agreement.uuid)
    if agreement.state != Agreement.State.DRAFT:
        raise MoveNotPossible
    return agreement


def _save(clause: Clause, verb: str, by: Viewer) -> Clause:
    try:
        clause.full_clean()
    except ValidationError as problem:
        raise ClauseNotClear from problem
    if clause.collection and clause.collection.school_id != clause.giver_id:
        raise ClauseNotClear
    clause.save()
    fault_injection.point("clause.written")
    _reword(clause.agreement, verb, by)
    return clause


def _reword(agreement: Agreement, verb: str, by: Viewer) -> None:
    agreement.wording += 1
    agreement.save(update_fields=["wording"])
    record(verb, by=by, target=agreement.uuid, wording=agreement.wording)
    fault_injection.point("clause.audited")
