"""The loans of the viewer as cards: of seats, for My shelf and the home page, and of printed copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.dates import days_until, format_last_day, last_day
from circulation.licences.queries import loans_of
from circulation.loans.queries import copies_on_loan
from circulation.models import Loan
from reading.cards import ResourceCard, card_for
from reading.links import read_url
from reading.primary_action import StatusTone, continue_label, due_phrase
from repository.queries import resources_for

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


@dataclass(frozen=True)
class CopyLoanCard:
    """A printed copy that the reader has."""

    uuid: UUID
    resource: ResourceCard
    state: str
    tone: StatusTone
    is_overdue: bool
    barcode: str
    library: str
    renewals: int


def copy_loan_cards(viewer: Viewer) -> list[CopyLoanCard]:
    """Return the printed copies that the viewer has not brought back, overdue ones first."""
    loans = list(copies_on_loan(viewer))
    prefetch_related_objects(loans, "resource__contributors", "resource__files")
    seen = resources_for(viewer, [loan.resource.uuid for loan in loans])
    return [_copy_card(viewer, loan, is_linked=str(loan.resource.uuid) in seen) for loan in loans]


def copy_due_phrase(loan: Loan, viewer: Viewer) -> str:
    """Return until when a printed copy may stay with the reader, and whether that day has passed."""
    day, today = last_day(loan.due_at), localdate(viewer.now)
    if loan.due_at <= viewer.now:
        return _("Overdue since %(day)s: bring it back to the library") % {"day": format_last_day(loan.due_at)}
    if day == today:
        return _("Bring it back today")
    return _("Bring it back by %(day)s") % {"day": format_last_day(loan.due_at)}


def _copy_card(viewer: Viewer, loan: Loan, *, is_linked: bool) -> CopyLoanCard:
    is_overdue = loan.due_at <= viewer.now
    soon = is_overdue or days_until(loan.due_at, viewer.now) <= DUE_SOON_DAYS
    return CopyLoanCard(
        uuid=loan.uuid,
        resource=card_for(loan.resource, is_linked=is_linked),
        state=copy_due_phrase(loan, viewer),
        tone=StatusTone.ATTENTION if is_overdue else StatusTone.WAITING if soon else StatusTone.AVAILABLE,
        is_overdue=is_overdue,
        barcode=loan.copy.barcode if loan.copy else "",
        library=loan.copy.holder.name if loan.copy else "",
        renewals=loan.renewals,
    )
