"""The models of all rooms of circulation, as Django looks for them here."""

from circulation.copies.models import Accession, Copy, NumberSeries, Withdrawal
from circulation.desk.models import LibraryCard, Scan
from circulation.holds.models import Hold, HoldEvent
from circulation.licences.models import Licence, SeatOffer
from circulation.loans.models import Loan
from circulation.rules.models import ClosedDays, LoanRule, OpeningDays

__all__ = [
    "Accession",
    "ClosedDays",
    "Copy",
    "Hold",
    "HoldEvent",
    "LibraryCard",
    "Licence",
    "Loan",
    "LoanRule",
    "NumberSeries",
    "OpeningDays",
    "Scan",
    "SeatOffer",
    "Withdrawal",
]
