"""The models of all rooms of circulation, as Django looks for them here."""

from circulation.copies.models import Copy, NumberSeries
from circulation.licences.models import Licence
from circulation.loans.models import Loan

__all__ = ["Copy", "Licence", "Loan", "NumberSeries"]
