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


class InvalidAuthority(UserFacingError):
    """A heading, its dates, a variant or the note is empty or too long."""

    sentence = _(
        "The authority was not saved: its heading is missing, or a text is too long (300 characters for a heading or a "
        "variant, 100 variants). Nothing was changed. Correct it and save again."
    )
    code = "invalid_authority"


class AuthorityExists(UserFacingError):
    """There is an authority of this kind, heading and dates."""

    sentence = _(
        "There is already an authority “%(heading)s”. Nothing was changed. Use that one, or add the years of life that "
        "tell the two apart."
    )
    code = "authority_exists"
    status = 409


class AuthorityChanged(UserFacingError):
    """The authority was changed, merged or decided on since the screen was opened."""

    sentence = _("Somebody has changed this authority since you opened it. Nothing was saved. Look at it again.")
    code = "authority_changed"
    status = 409


class NotMergeable(UserFacingError):
    """The two authorities are one, of different kinds, or already merged."""

    sentence = _("These two cannot be merged: choose two different authorities of the same kind. Nothing was changed.")
    code = "not_mergeable"
    status = 409


class NoAuthorityRecord(UserFacingError):
    """A record of a file describes a book, or has no heading."""

    sentence = _(
        "This is no authority record: it describes a book, or has no heading. Books go in through “Import records”."
    )
    code = "no_authority_record"


class UnusedAuthorityKind(UserFacingError):
    """An authority record of a kind that this catalogue has no place for; `field` is its MARC field."""

    sentence = _(
        "Only persons, corporate bodies, subjects, places and series are taken, not works, genres or subdivisions "
        "(field %(field)s)."
    )
    code = "unused_authority_kind"


class ReferenceOnly(UserFacingError):
    """A record of a file is deleted there, or only refers from a heading that is not used."""

    sentence = _("The file marks this heading as deleted or as not used, so it is left out.")
    code = "reference_only"


class ConceptWithoutName(UserFacingError):
    """A concept of a SKOS file has no preferred label."""

    sentence = _("The concept has no preferred label (skos:prefLabel), so that there is no heading. It is left out.")
    code = "concept_without_name"


class CopyNumberTaken(UserFacingError):
    """Another record of the school has a copy with this number or barcode."""

    sentence = _(
        "The copy number or barcode “%(number)s” belongs to “%(title)s”. Nothing was changed. Correct it and save "
        "again."
    )
    code = "copy_number_taken"
    status = 409


class NoLessons(UserFacingError):
    """The text has no line that can be a lesson."""

    sentence = _(
        "No lesson was found in the text. Nothing was saved. Paste one lesson a line, or the cells of a sheet with a "
        "column for the lesson."
    )
    code = "no_lessons"


class TooManyLessons(UserFacingError):
    """The list is longer than a subject of one grade can be."""

    sentence = _(
        "The list has %(number)s lessons; a list may have at most %(limit)s. Nothing was saved. Paste one subject of "
        "one grade at a time."
    )
    code = "too_many_lessons"


class CodeTaken(UserFacingError):
    """Another subject or series has the code."""

    sentence = _("The code %(code)s already names another subject or series. Nothing was changed. Choose another code.")
    code = "code_taken"
    status = 409


class NoCaptions(UserFacingError):
    """The text has no line with a Dewey number and its caption."""

    sentence = _(
        "No Dewey number with a caption was found. Nothing was saved. Each line needs a number such as 959.7 and what "
        "it means, in two columns."
    )
    code = "no_captions"


class TooManyCaptions(UserFacingError):
    """The file has more captions than one import takes."""

    sentence = _(
        "The file has %(number)s captions; one import takes at most %(limit)s. Nothing was saved. Import it in parts."
    )
    code = "too_many_captions"
