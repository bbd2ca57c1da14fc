"""The loans that the home page shows to a reader who has signed in, due first."""

from dataclasses import dataclass

from access.viewer import Viewer
from circulation.queries import loans_of
from reading.cards import ResourceCard, card_for
from reading.dates import due_phrase
from reading.primary_action import continue_verb, read_url

LIMIT = 6


@dataclass(frozen=True)
class LoanCard:
    """A loan as the home shows it; `verb` says what its link does."""

    face: ResourceCard
    due: str
    verb: str
    url: str


def loans_for_home(viewer: Viewer) -> list[LoanCard]:
    """Return the first of the viewer's loans."""
    if viewer.membership is None:
        return []
    loans = loans_of(viewer).prefetch_related("resource__contributors", "resource__files")[:LIMIT]
    return [
        LoanCard(
            face=card_for(loan.resource),
            due=due_phrase(loan.due_at, viewer.now),
            verb=continue_verb(loan.resource),
            url=read_url(loan.resource),
        )
        for loan in loans
    ]
