"""The reasons for which a hold is refused, each with the sentence for the user."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class SignInToHold(UserFacingError):
    """The viewer is a visitor; a hold belongs to a member of a school."""

    sentence = _("Only members of a school can place a hold. Sign in, then try again.")
    code = "sign_in_to_hold"
    status = 403


class HoldNotAllowed(UserFacingError):
    """The viewer may not borrow the title, or the rules of the school allow no hold on it."""

    sentence = _("You cannot place a hold on this. Ask your librarian.")
    code = "hold_not_allowed"
    status = 403


class NothingToWaitFor(UserFacingError):
    """No copy of the title can be lent at the school, or no licence lends it."""

    sentence = _("No copy of this can be lent at the moment, so there is nothing to wait for. Ask your librarian.")
    code = "nothing_to_wait_for"
    status = 409


class AlreadyBorrowed(UserFacingError):
    """The reader has the title on loan."""

    sentence = _("You have borrowed this already. It is on your shelf.")
    code = "already_borrowed"
    status = 409


class TooManyHolds(UserFacingError):
    """The reader has as many open holds as allowed; `limit` is their number."""

    sentence = _("You have %(limit)s holds, as many as allowed. Cancel one, then try again.")
    code = "too_many_holds"
    status = 409


class HoldIsOver(UserFacingError):
    """The hold has ended, or is ready, so that this cannot be done with it any more."""

    sentence = _("This hold has changed in the meantime, so nothing was done. Look at your shelf again.")
    code = "hold_is_over"
    status = 409


class InvalidSuspension(UserFacingError):
    """The day to suspend until is not in the next twelve months."""

    sentence = _("Choose a day after today, at most a year ahead. The hold was not suspended.")
    code = "invalid_suspension"


class InvalidMove(UserFacingError):
    """The new place is not in the line, or the reason is empty."""

    sentence = _("Enter a place from 1 to %(last)s and the reason for the change. The order was not changed.")
    code = "invalid_move"
