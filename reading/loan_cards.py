"""The loans of the viewer as cards, for the screen My shelf and for the home page."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from access.viewer import Viewer
from accounts.dates import days_until
from circulation.licences.queries import loans_of
from circulation.models import Loan
from reading.cards import ResourceCard, card_for
from reading.links import read_url
from reading.primary_action import StatusTone, continue_label, due_phrase

DUE_SOON_DAYS = 2


@dataclass(frozen=True)
class LoanCard:
    """A loan with its state in words; `label` names the link that continues reading at `url`."""

    uuid: UUID
    resource: ResourceCard
    state: str
    tone: StatusTone
    label: str
    url: str


def loan_cards(viewer: Viewer, limit: int | None = None) -> list[LoanCard]:
    """Return at most `limit` of the viewer's loans, due first."""
    return cards_of(viewer, loans_of(viewer)[:limit])


def cards_of(viewer: Viewer, loans: Iterable[Loan]) -> list[LoanCard]:
    """Return the cards of loans of the viewer."""
    loans = list(loans)
    prefetch_related_objects(loans, "resource__contributors", "resource__files")
    return [_card(viewer, loan) for loan in loans]


def _card(viewer: Viewer, loan: Loan) -> LoanCard:
    soon = days_until(loan.due_at, viewer.now) <= DUE_SOON_DAYS
    return LoanCard(
        uuid=loan.uuid,
        resource=card_for(loan.resource),
        state=due_phrase(loan.due_at, viewer.now),
        tone=StatusTone.WAITING if soon else StatusTone.AVAILABLE,
        label=continue_label(loan.resource),
        url=read_url(loan.resource.uuid),
    )
