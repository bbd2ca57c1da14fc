"""Every named way in which an upload, or one page of it, can fail, with the sentence for the person.

To add one: a subclass with `code` and `sentence`; it is then known to `sentence_for`, to the sandbox and to the tests.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class BadInput(UserFacingError):
    """The file itself is the reason; sending it again unchanged will not help."""

    sentence = _("This file cannot be used. Check it and upload another.")
    code = "bad_input"


class EmptyFile(BadInput):
    """Nothing in it."""

    sentence = _("The file is empty. Check it on your computer and upload it again.")
    code = "empty_file"


class WrongType(BadInput):
    """Its content is of no kind that we read, whatever its name says."""

    sentence = _(
        "Files of this kind (%(found)s) cannot be digitised. Upload a PDF, page images (JPEG, PNG, "
        "TIFF), a ZIP file of page images, or a recording (video or audio)."
    )
    code = "wrong_type"


class Damaged(BadInput):
    """It breaks off or contradicts itself."""

    sentence = _("The file is damaged or incomplete. Copy or export it again, then upload it again.")
    code = "damaged"


class Encrypted(BadInput):
    """Only its password opens it."""

    sentence = _("The file is protected by a password. Save it without a password and upload it again.")
    code = "encrypted"


class NoPages(BadInput):
    """A document without a page, an archive without a picture."""

    sentence = _("The file has no pages. Check that it is the right file.")
    code = "no_pages"


class TooManyPages(BadInput):
    """More pages than one upload may have."""

    sentence = _("The file has %(found)s pages; the limit is %(limit)s. Split it into volumes.")
    code = "too_many_pages"


class TooManyObjects(BadInput):
    """A PDF of so many objects that opening it hurts."""

    sentence = _("The PDF contains too many parts (%(found)s). Print it to a new PDF and upload that one.")
    code = "too_many_objects"


class TooManyEntries(BadInput):
    """An archive of too many files."""

    sentence = _("The archive contains %(found)s files; the limit is %(limit)s. Split it into several archives.")
    code = "too_many_entries"


class UnpacksTooLarge(BadInput):
    """A zip bomb, or what looks like one."""

    sentence = _(
        "Unpacked, the archive would be far larger than page images are. Make a new ZIP file that "
        "contains only the images."
    )
    code = "unpacks_too_large"


class UnsafeArchive(BadInput):
    """Names that lead out of the archive, entries that overlap, links."""

    sentence = _("The archive is built in a way that can cause harm (%(found)s). Make a new ZIP file of the images.")
    code = "tricky_archive"


class TooManyPixels(BadInput):
    """A picture larger than any page that a scanner makes."""

    sentence = _("The image is too large (%(width)s × %(height)s pixels). Scan it at 300 dpi and upload it again.")
    code = "too_many_pixels"


class NoStreams(BadInput):
    """A video file with neither picture nor sound."""

    sentence = _("This video has neither picture nor sound. Export it again, then upload it again.")
    code = "no_streams"


class TooLong(BadInput):
    """A recording longer than one upload may be."""

    sentence = _("The recording is longer than %(limit)s hours. Split it into parts.")
    code = "too_long"


class TooLarge(BadInput):
    """More bytes than one upload may have."""

    sentence = _("The file is larger than %(limit)s GB. Split it into parts.")
    code = "too_large"


class BadCaptions(BadInput):
    """Captions that cannot be read; the recording itself is kept."""

    sentence = _("The captions “%(name)s” cannot be read. Save them as WebVTT or SRT in UTF-8.")
    code = "bad_captions"


class CaptionsWithoutRecording(BadInput):
    """Captions without their recording."""

    sentence = _("“%(name)s” contains captions. Upload it together with the video of the same name.")
    code = "lonely_captions"


class ParserCrashed(BadInput):
    """The child process that read it was killed by its limits or crashed."""

    sentence = _(
        "The program that reads files crashed on this one several times. Export the file again, or upload it as images."
    )
    code = "parser_died"


class ParserTimedOut(BadInput):
    """Reading it took longer than it may."""

    sentence = _("Reading this file took too long. Export it again, or upload it as images.")
    code = "parser_timed_out"


class TooMuchMemory(BadInput):
    """Reading it asked for more memory than one file may have."""

    sentence = _(
        "Reading this file needs more memory than one file may use. Scan it at 300 dpi, or export it "
        "again, then upload it again."
    )
    code = "too_much_memory"


class TooMuchDisk(BadInput):
    """What was made of it grew beyond what one file may become."""

    sentence = _("The output of this file grows without limit. Export the file again, then upload it again.")
    code = "too_much_disk"


class PageDamaged(BadInput):
    """One page that cannot be shown; the others can."""

    sentence = _("This page cannot be read. The rest of the book is safe. Scan the page again and replace it.")
    code = "page_damaged"


class RetriesExhausted(UserFacingError):
    """Something of ours failed several times."""

    sentence = _("This step failed several times. Your files are safe. Try again, or contact the administrator.")
    code = "gave_up"
    status = 500


class InvalidTransition(UserFacingError):
    """The upload is in a state in which this cannot be done."""

    sentence = _("The current state of this upload no longer allows this. Reload the page.")
    code = "not_now"
    status = 409


class NothingChosen(UserFacingError):
    """An upload without a file."""

    sentence = _("Choose at least one file.")
    code = "nothing_chosen"


class TooManyUnfinished(UserFacingError):
    """The school has too many unfinished uploads."""

    sentence = _(
        "Your school has too many unfinished uploads (at most %(files)s files and %(gigabytes)s GB). "
        "Wait for them to finish, or cancel those that you no longer need, then try again."
    )
    code = "too_many_unfinished"
    status = 429


class TooManyAtOnce(UserFacingError):
    """More files in one go than are taken."""

    sentence = _("At most %(limit)s files can be uploaded at once. Choose fewer and upload the rest afterwards.")
    code = "too_many_at_once"


class MalformedRequest(UserFacingError):
    """A script of ours, of another version, or somebody else's."""

    sentence = _("The server did not understand the browser's request. Reload this page and choose the files again.")
    code = "not_understood"


class PartSizeMismatch(UserFacingError):
    """The bytes of a part are not as many as they should be: the line was cut."""

    sentence = _("A part of the file arrived incomplete. Upload it again; the parts received before are stored.")
    code = "part_wrong"
    status = 409


class SignedOut(UserFacingError):
    """Nobody is signed in any more."""

    sentence = _("You have been signed out. Sign in and choose the file again; the upload continues where it stopped.")
    code = "signed_out"
    status = 401


class DiskFull(UserFacingError):
    """The folder of data, or the store, has no room left."""

    sentence = _(
        "The library's disk is full. The uploaded files are safe; processing continues automatically "
        "once there is space."
    )
    code = "disk_full"
    status = 507


class StoreOutage(UserFacingError):
    """The object store does not answer, or broke off."""

    sentence = _("The file store is not responding. The uploaded files are safe; processing continues automatically.")
    code = "store_gone"
    status = 503


class DatabaseOutage(UserFacingError):
    """The database does not answer, or broke off."""

    sentence = _("The database is not responding. The uploaded files are safe; processing continues automatically.")
    code = "database_gone"
    status = 503


def by_code(code: str) -> type[UserFacingError]:
    """The class of an error by its code; of an unknown code, the plain refusal."""
    return _CLASSES.get(code, UserFacingError)


def sentence_for(code: str, details: Mapping[str, Any]) -> str:
    """The sentence of an error that was written down as code and details."""
    return str(by_code(code)(**details)) if code else ""


def _all(cls: type[UserFacingError]) -> dict[str, type[UserFacingError]]:
    here = {sub.code: sub for sub in cls.__subclasses__() if sub.__module__ == __name__}
    return here | {code: sub for parent in tuple(here.values()) for code, sub in _all(parent).items()}


_CLASSES = _all(UserFacingError)
