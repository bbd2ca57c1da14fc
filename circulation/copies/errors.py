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
