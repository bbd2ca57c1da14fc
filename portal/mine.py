"""What the home shows to somebody who has signed in: her loans, due first."""

from dataclasses import dataclass

from access.viewer import Viewer
from circulation.queries import loans_of
from reading.days import due
from reading.faces import Face, face
from reading.offers import go_on_verb, read_url

SHOWN = 6


@dataclass(frozen=True)
class Lent:
    """A loan as the home shows it; `verb` says what its link does."""

    face: Face
    due: str
    verb: str
    url: str


def lent_to(viewer: Viewer) -> list[Lent]:
    """The first of her loans."""
    if viewer.membership is None:
        return []
    loans = loans_of(viewer).prefetch_related("resource__contributors", "resource__files")[:SHOWN]
    return [
        Lent(
            face=face(loan.resource),
            due=due(loan.due_at, viewer.now),
            verb=go_on_verb(loan.resource),
            url=read_url(loan.resource),
        )
        for loan in loans
    ]
