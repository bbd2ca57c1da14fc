"""Every named way in which a file of records or one record of it can fail, and why a record is doubtful."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class FileMissing(UserFacingError):
    """The form was sent without a file."""

    sentence = _("Choose the file with the records.")
    code = "records_missing"


class FileTooLarge(UserFacingError):
    """More bytes than one form may send."""

    sentence = _("A file of records may have at most %(limit)s MB. Split it into several files. Nothing was changed.")
    code = "records_too_large"
    status = 413


class UnknownFormat(UserFacingError):
    """None of the readers knows the content."""

    sentence = _(
        "This file contains no records that can be read. Export MARC 21 (.mrc), MARCXML, Dublin Core, MODS, LOM, LRMI "
        "(JSON-LD), or an Excel, ODS or CSV list. Nothing was changed."
    )
    code = "unknown_format"


class NoRecords(UserFacingError):
    """The file was read to its end, and nothing was in it."""

    sentence = _("There is no record in this file. Check that it is the right file. Nothing was changed.")
    code = "no_records"


class WrongMoment(UserFacingError):
    """The state of the batch does not allow this."""

    sentence = _("This import has gone on in the meantime, so this was not done. Reload the page.")
    code = "import_moved_on"
    status = 409


class TooManyBatches(UserFacingError):
    """More open batches than the limit for one school."""

    sentence = _(
        "Your school has %(limit)s imports that are not finished. Finish or delete some of them first. Nothing was "
        "changed."
    )
    code = "too_many_imports"
    status = 429


class LoadingFailed(UserFacingError):
    """Our own code failed several times while the file was read."""

    sentence = _(
        "This file could not be read because of a fault in this program. Nothing was changed. Try again, or contact "
        "the administrator."
    )
    code = "import_loading_failed"
    status = 500


class RecordProblem(UserFacingError):
    """A record that cannot be imported; the others go on."""

    sentence = _("This record cannot be read. Correct it in the program that it comes from, and import it again.")
    code = "record_problem"


class BadField(RecordProblem):
    """A value of the record is empty, too long or out of range; `field` is its name on the screen."""

    sentence = _("“%(field)s” is missing, too long or out of range. Correct it in the file, and import it again.")
    code = "bad_field"


class DamagedMarc(RecordProblem):
    """A MARC record whose bytes cannot be read; `reason` is a value of marc.Reason."""

    sentence = _("Damaged: %(reason)s. Export this record again; the others go on.")
    code = "damaged_marc"


class DamagedFile(RecordProblem):
    """What follows in the file cannot be read; `reason` is a value of marc.Reason."""

    sentence = _("Damaged: %(reason)s. The records before it go on. Export the file again for the others.")
    code = "damaged_file"


class Doubt(UserFacingError):
    """Why a librarian must decide about a record."""

    sentence = _("Please decide.")
    code = "doubt"


class SeveralMatches(Doubt):
    """More than one record of the school has the same number or title."""

    sentence = _("Several of your records may be meant.")
    code = "several_matches"


class TitleAlone(Doubt):
    """Title and author agree, and no number says more."""

    sentence = _("Only the title and the author agree. Is it the same book?")
    code = "title_alone"


class OtherTitle(Doubt):
    """The same ISBN with another title."""

    sentence = _("The ISBN is that of a record with another title. Is it the same book?")
    code = "other_title"


class TwiceInFile(Doubt):
    """Two records of the file have the same number and differ."""

    sentence = _("Record %(number)s of this file has the same number, and differs.")
    code = "twice_in_file"


class MatchedSince(Doubt):
    """When the import came to this record, the school had a matching one that was not there before."""

    sentence = _("A record with the same number was added to your catalogue after the file was read.")
    code = "matched_since"


class MatchGone(Doubt):
    """The record that it matched was deleted before the import came to it."""

    sentence = _("The matching record was deleted after the file was read.")
    code = "match_gone"
