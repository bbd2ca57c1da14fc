"""The reasons for which a copy is not found or not changed, each with the sentence for the user."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class UnknownBarcode(UserFacingError):
    """No copy of the school has this barcode or accession number; `text` is what was scanned or typed."""

    sentence = _("No copy of your school has the number %(text)s. Scan it again, or type the number under the barcode.")
    code = "unknown_barcode"
    status = 404


class BarcodeOfAnotherSchool(UserFacingError):
    """The barcode is on a copy of another school whose record the viewer may discover."""

    sentence = _(
        "%(text)s is a copy of another school, %(school)s: “%(title)s”. Nothing was changed. Put it aside and give it "
        "back to that school."
    )
    code = "barcode_of_another_school"
    status = 409


class CopyRemoved(UserFacingError):
    """The copy was removed from the register."""

    sentence = _(
        "%(text)s was removed from the register: “%(title)s”. Nothing was changed. To use it again, open its copies "
        "and choose “Found”."
    )
    code = "copy_removed"
    status = 409


class NumberTaken(UserFacingError):
    """Another copy, or the list of another record, has the number or barcode."""

    sentence = _(
        "The number %(number)s is taken: “%(title)s” has it. Nothing was saved. Choose another number, or leave the "
        "proposed one."
    )
    code = "copy_number_taken"
    status = 409


class InvalidCopy(UserFacingError):
    """A value is too long, or the number of copies is out of bounds."""

    sentence = _("Enter between 1 and %(most)s copies, with numbers of at most 40 characters. Nothing was saved.")
    code = "invalid_copy"


class CopyOnLoan(UserFacingError):
    """A reader has the copy."""

    sentence = _("%(barcode)s is on loan. Nothing was changed. Return it at the desk first, or report it lost there.")
    code = "copy_on_loan"
    status = 409


class WrongCopyState(UserFacingError):
    """The copy's state does not allow this, or another librarian changed it at the same time."""

    sentence = _("%(barcode)s has another state by now: %(state)s. Nothing was changed.")
    code = "wrong_copy_state"
    status = 409


class NothingToEnter(UserFacingError):
    """What lists said of copies is in the register already, or they said nothing."""

    sentence = _("Everything that lists say of copies is in the register already. Nothing was changed.")
    code = "nothing_to_enter"
    status = 409
