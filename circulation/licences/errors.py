"""The reasons for which lending is refused, each with the sentence for the user."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class SignInToBorrow(UserFacingError):
    """The viewer is a visitor; a loan belongs to a member of a school."""

    sentence = _("Only members of a school can borrow. Sign in, then try again.")
    code = "sign_in_to_borrow"
    status = 403


class BorrowingNotAllowed(UserFacingError):
    """The viewer may discover the resource and has no permission to borrow it."""

    sentence = _("You cannot borrow this. Ask your librarian: an agreement with the school that owns it can allow it.")
    code = "borrowing_not_allowed"
    status = 403


class NotLendable(UserFacingError):
    """No active licence of the resource has a loan left."""

    sentence = _("This cannot be borrowed at the moment: its school has no licence to lend it.")
    code = "not_lendable"
    status = 409


class NoFreeSeats(UserFacingError):
    """Every seat is taken; `until` is the due date of the loan that ends first, as text."""

    sentence = _("All seats are taken. One becomes free by %(until)s at the latest; try again then.")
    code = "no_free_seats"
    status = 409


class SeatsReserved(UserFacingError):
    """The free seats are kept for readers who waited for them."""

    sentence = _("The free seats are kept for readers who waited for them. Place a hold to be the next in line.")
    code = "seats_reserved"
    status = 409


class SeatsInUse(UserFacingError):
    """A licence cannot have fewer seats than active loans; `out` is their number."""

    sentence = _(
        "Active loans: %(out)s. The licence cannot have fewer seats. Nothing was changed; wait until some are returned."
    )
    code = "seats_in_use"
    status = 409


class InvalidLicence(UserFacingError):
    """The licence has a number below one, or ends before it begins."""

    sentence = _("A licence needs at least one seat and one day for each loan, and must end after it begins.")
    code = "invalid_licence"


class InvalidPosition(UserFacingError):
    """The position is neither a page of the resource nor a time in a recording."""

    sentence = _("This position does not exist in the resource you borrowed. Your saved position was not changed.")
    code = "invalid_position"
