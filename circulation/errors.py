"""The ways in which lending can be refused, each with the sentence for the person."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class SignInToBorrow(UserFacingError):
    """A loan belongs to a member of a school; a visitor is none."""

    sentence = _("Only members of a school can borrow. Sign in, then try again.")
    code = "sign_in_to_borrow"
    status = 403


class BorrowingNotAllowed(UserFacingError):
    """She may know of it, but nobody opened it to her for borrowing."""

    sentence = _("You cannot borrow this. Ask your librarian: an agreement with the school that owns it can allow it.")
    code = "not_lent_to_you"
    status = 403


class NotLendable(UserFacingError):
    """No licence that stands now has a loan left."""

    sentence = _("This cannot be borrowed at the moment: its school has no licence to lend it.")
    code = "not_lent"
    status = 409


class NoFreeSeats(UserFacingError):
    """Every seat is taken; `until` is the day when the first of them is due back at the latest."""

    sentence = _("All seats are taken. One becomes free by %(until)s at the latest; try again then.")
    code = "all_out"
    status = 409


class SeatsInUse(UserFacingError):
    """Seats cannot be taken from under readers."""

    sentence = _(
        "Active loans: %(out)s. The licence cannot have fewer seats. Nothing was changed; wait until some are returned."
    )
    code = "seats_in_use"
    status = 409


class InvalidLicence(UserFacingError):
    """Numbers or dates that no licence can have."""

    sentence = _("A licence needs at least one seat and one day for each loan, and must end after it begins.")
    code = "licence_not_clear"


class InvalidPosition(UserFacingError):
    """A place that is neither a page of the resource nor a moment in it."""

    sentence = _("This position does not exist in the resource you borrowed. Your saved position was not changed.")
    code = "place_not_clear"
