"""Why the desk refuses, each with the sentence for the librarian.

`asks`: the librarian may lend all the same, after reading the sentence; the code of the error then stands in `allow`.
"""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class DeskRefusal(UserFacingError):
    """The desk does not do it; nothing was changed."""

    status = 409
    asks: ClassVar[bool] = False


class MistypedCard(DeskRefusal):
    """The check digit of a card number is wrong."""

    sentence = _("“%(text)s” cannot be a card number: a digit is wrong. Type it again, or look for the reader by name.")
    code = "mistyped_card"


class UnknownCard(DeskRefusal):
    """Nobody in the school has this card number."""

    sentence = _("Nobody has the card number “%(text)s”. Scan it again, or look for the reader by name.")
    code = "unknown_card"


class RevokedCard(DeskRefusal):
    """The card was reported as lost."""

    sentence = _("The card %(text)s is no longer valid: its reader has a new one. Keep it, and look by name.")
    code = "revoked_card"


class CardOfAnotherSchool(DeskRefusal):
    """The reader is a member of another school."""

    sentence = _("This card is from %(school)s. Only members of your school can borrow at this desk.")
    code = "card_of_another_school"


class NoReader(DeskRefusal):
    """A book is to be lent, and it is not known to whom."""

    sentence = _("Scan the card of the reader first, or choose the reader by name. “%(title)s” was not lent.")
    code = "no_reader"


class ReaderLeft(DeskRefusal):
    """The membership of the borrower has ended."""

    sentence = _("This reader has left the school (%(day)s). Nothing can be lent to them; returns are possible.")
    code = "reader_left"


class CopyInRepair(DeskRefusal):
    """The copy is marked as being repaired."""

    sentence = _("“%(title)s” (%(barcode)s) is marked as in repair.")
    code = "copy_in_repair"
    asks = True


class HasItAlready(DeskRefusal):
    """The reader has this very copy."""

    sentence = _("This reader has “%(title)s” (%(barcode)s) already, due on %(due)s. Nothing was changed.")
    code = "has_it_already"


class LentToAnother(DeskRefusal):
    """Another reader has not brought it back; lending it all the same returns it first."""

    sentence = _(
        "“%(title)s” (%(barcode)s) is on loan to another reader until %(due)s. If it lies before you, return it from "
        "there and lend it to this reader."
    )
    code = "lent_to_another"
    asks = True


class NotLentByRules(DeskRefusal):
    """No row of the rules matches."""

    sentence = _("The lending rules have no row for “%(title)s” and this reader. Add one under “Lending rules”.")
    code = "not_lent_by_rules"


class OnSiteOnly(DeskRefusal):
    """The copy or the rule allows use in the library alone."""

    sentence = _("“%(title)s” (%(barcode)s) is only for use in the library.")
    code = "on_site_only"
    asks = True


class LimitReached(DeskRefusal):
    """The reader has as many as the row that decides allows."""

    sentence = _("This reader has %(number)s loans of this sort; the rules allow %(most)s. “%(title)s” was not lent.")
    code = "limit_reached"
    asks = True


class HasOverdue(DeskRefusal):
    """The reader has overdue loans."""

    sentence = _("This reader has overdue books: %(number)s. “%(title)s” was not lent.")
    code = "has_overdue"
    asks = True


class WaitsForAnother(DeskRefusal):
    """A reader who placed a hold comes first."""

    sentence = _("“%(title)s” (%(barcode)s) waits for another reader, who placed a hold.")
    code = "waits_for_another"
    asks = True


class OthersWait(DeskRefusal):
    """Readers wait for the title of a loan that is to be renewed."""

    sentence = _("Readers wait for “%(title)s”: %(number)s. It was not renewed.")
    code = "others_wait"
    asks = True


class NotOnLoan(DeskRefusal):
    """What is to be renewed has been returned."""

    sentence = _("“%(title)s” (%(barcode)s) is not on loan. Nothing was renewed.")
    code = "not_on_loan"


class NoRenewalLeft(DeskRefusal):
    """The loan was renewed as often as the rules allow."""

    sentence = _("“%(title)s” was renewed %(number)s times already; the rules allow no more. It is due on %(due)s.")
    code = "no_renewal_left"
    asks = True


class RenewalGainsNothing(DeskRefusal):
    """Renewed today it would not be due later than it is."""

    sentence = _("“%(title)s” is due on %(due)s; renewed today it would not be due later. Nothing was changed.")
    code = "renewal_gains_nothing"


class ScanOfAnotherDesk(DeskRefusal):
    """The id of a scan belongs to another school: a browser never gives the same id twice."""

    sentence = _("This scan was sent by another desk. Nothing was changed. Scan the book again.")
    code = "scan_of_another_desk"
