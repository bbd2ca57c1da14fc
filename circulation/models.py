"""The models of all rooms of circulation, as Django looks for them here."""

from circulation.copies.models import Copy
from circulation.desk.models import LibraryCard, Scan
from circulation.licences.models import Licence
from circulation.loans.models import Loan
from circulation.rules.models import ClosedDays, LoanRule, OpeningDays

__all__ = ["ClosedDays", "Copy", "LibraryCard", "Licence", "Loan", "LoanRule", "OpeningDays", "Scan"]
