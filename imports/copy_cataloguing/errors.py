"""Every named way in which an ISBN, a target or the list of scanned books can fail."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class EntryProblem(UserFacingError):
    """What was entered is no ISBN."""


class NotAnIsbn(EntryProblem):
    """Neither ten nor thirteen digits."""

    sentence = _(
        "This is not an ISBN. An ISBN has 13 digits, in older books 10. Check it in the book, and enter it again."
    )
    code = "not_an_isbn"


class BadCheckDigit(EntryProblem):
    """The last digit does not agree with the others."""

    sentence = _("One digit of this ISBN is wrong or missing. Check it in the book, and enter it again.")
    code = "bad_check_digit"


class ProductBarcode(EntryProblem):
    """The barcode of the product: every shop article has one."""

    sentence = _(
        "This is the shop barcode of the book (%(prefix)s…), not its ISBN. The ISBN begins with 978 or 979 and is on "
        "the last page or the back cover. Enter that one."
    )
    code = "product_barcode"


class RightsGone(EntryProblem):
    """The person who entered the ISBN may no longer catalogue for the school."""

    sentence = _("The person who entered this ISBN may no longer catalogue for this school. Enter it again.")
    code = "rights_gone"
    status = 403


class ListFull(UserFacingError):
    """More books than one list may have."""

    sentence = _("A list may have at most %(limit)s books. This one was not added. Begin a new list.")
    code = "list_full"
    status = 409


class NotReady(UserFacingError):
    """The book is still being looked up, is taken, or has no record to take."""

    sentence = _("This book has gone on in the meantime, so this was not done. Reload the page.")
    code = "book_not_ready"
    status = 409


class NothingToTake(UserFacingError):
    """No book of the list waits with a record."""

    sentence = _("No book of this list waits to be taken.")
    code = "nothing_to_take"
    status = 409


class StillTaking(UserFacingError):
    """The books of the list are being taken already."""

    sentence = _("The books of this list are already being taken. Wait until this is done.")
    code = "still_taking"
    status = 409


class AlreadyInUse(UserFacingError):
    """The record was edited, lent or published since."""

    sentence = _("This record has been used or edited since, so it stays. Withdraw it on the desk if it is wrong.")
    code = "record_in_use"
    status = 409


class TargetProblem(UserFacingError):
    """A target gave no usable answer."""

    status = 502
    is_outage = False  # the next lookups do not wait for this target


class TargetUnreachable(TargetProblem):
    """Unknown host, refused connection, or a connection that broke."""

    sentence = _("It cannot be reached. Check the address and the port, or ask again later.")
    code = "target_unreachable"
    is_outage = True


class TargetSlow(TargetProblem):
    """No complete answer in the permitted time."""

    sentence = _("It did not answer within %(seconds)s seconds. Ask again later.")
    code = "target_slow"
    is_outage = True


class TargetRefused(TargetProblem):
    """A diagnostic of the protocol: unknown database, unsupported index or schema."""

    sentence = _("It refused the question: %(reason)s. Check the database and the record format of the target.")
    code = "target_refused"


class NotACatalogue(TargetProblem):
    """What answers does not speak the protocol."""

    sentence = _(
        "What answers at this address is not a catalogue of this kind. Check the protocol, address and database."
    )
    code = "not_a_catalogue"


class AnswerTooLarge(TargetProblem):
    """More bytes than any answer about one ISBN has."""

    sentence = _("Its answer was larger than %(megabytes)s MB and was not read.")
    code = "answer_too_large"


class RedirectRefused(TargetProblem):
    """The target sends the question on to a host that the administrator has not listed."""

    sentence = _("It redirects to another address (%(host)s). If this is right, enter that address for the target.")
    code = "redirect_refused"


class ClientMissing(TargetProblem):
    """The program that speaks Z39.50 is not installed."""

    sentence = _("The server lacks a program for Z39.50. The administrator installs the system package “yaz”.")
    code = "client_missing"
