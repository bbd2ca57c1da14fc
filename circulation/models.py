"""The models of all rooms of circulation, as Django looks for them here."""

from circulation.copies.models import Accession, Copy, NumberSeries, Withdrawal
from circulation.holds.models import Hold, HoldEvent
from circulation.licences.models import Licence, SeatOffer
from circulation.loans.models import Loan

__all__ = ["Accession", "Copy", "Hold", "HoldEvent", "Licence", "Loan", "NumberSeries", "SeatOffer", "Withdrawal"]
