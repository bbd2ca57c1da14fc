"""Why the catalogue refuses a record."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class CollectionExists(UserFacingError):
    """The school has another collection of this name."""

    sentence = _("Your school already has a collection “%(name)s”. Nothing was changed. Choose another name.")
    code = "collection_exists"
    status = 409


class RecordChanged(UserFacingError):
    """Somebody else saved the record after the form was opened."""

    sentence = _(
        "Somebody else changed this record after you had opened it. Nothing was saved; what you typed is still here. "
        "The fields that the record has now are below: compare them, then save again."
    )
    code = "record_changed"
    status = 409


class InvalidRecord(UserFacingError):
    """A value of the record is empty, too long or out of range; `field` is its name on the screen."""

    sentence = _(
        "The record was not saved: “%(field)s” is missing, too long or out of range. Nothing was changed. Correct it "
        "and save again."
    )
    code = "invalid_record"


class CopyNumberTaken(UserFacingError):
    """Another record of the school has a copy with this number or barcode."""

    sentence = _(
        "The copy number or barcode “%(number)s” belongs to “%(title)s”. Nothing was changed. Correct it and save "
        "again."
    )
    code = "copy_number_taken"
    status = 409
