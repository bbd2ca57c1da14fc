"""Every named way in which an upload, or one page of it, can fail, with the sentence for the person.

To add one: a subclass with `code` and `sentence`; it is then known to `sentence_for`, to the sandbox and to the tests.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class BadInput(UserFacingError):
    """The file itself is the reason; sending it again unchanged will not help."""

    sentence = _("This file cannot be used. Please check it and send another.")
    code = "bad_input"


class EmptyFile(BadInput):
    """Nothing in it."""

    sentence = _("The file is empty. Please check it on your computer and send it again.")
    code = "empty_file"


class WrongType(BadInput):
    """Its content is of no kind that we read, whatever its name says."""

    sentence = _(
        "Files of this kind (%(found)s) cannot be digitised. Please send a PDF, pictures of pages (JPEG, PNG, TIFF), "
        "a zip of such pictures, or a recording (video or sound)."
    )
    code = "wrong_type"


class Damaged(BadInput):
    """It breaks off or contradicts itself."""

    sentence = _("The file is damaged or incomplete. Please copy or export it once more and send it again.")
    code = "damaged"


class Encrypted(BadInput):
    """Only its password opens it."""

    sentence = _("The file is locked with a password. Please save it without a password and send it again.")
    code = "encrypted"


class NoPages(BadInput):
    """A document without a page, an archive without a picture."""

    sentence = _("There is not a single page in it. Please check that it is the right file.")
    code = "no_pages"


class TooManyPages(BadInput):
    """More pages than one upload may have."""

    sentence = _("It has %(found)s pages; at most %(limit)s can be sent at once. Please divide it into volumes.")
    code = "too_many_pages"


class TooManyObjects(BadInput):
    """A PDF of so many objects that opening it hurts."""

    sentence = _("The PDF is built of too many parts (%(found)s). Please print it to a new PDF and send that one.")
    code = "too_many_objects"


class TooManyEntries(BadInput):
    """An archive of too many files."""

    sentence = _("The archive holds %(found)s files; at most %(limit)s are taken. Please divide it into several.")
    code = "too_many_entries"


class UnpacksTooLarge(BadInput):
    """A zip bomb, or what looks like one."""

    sentence = _(
        "Unpacked, the archive would be far larger than page pictures are. Please make a new zip of the pictures alone."
    )
    code = "unpacks_too_large"


class UnsafeArchive(BadInput):
    """Names that lead out of the archive, entries that overlap, links."""

    sentence = _("The archive is built in a way that can do harm (%(found)s). Please make a new zip of the pictures.")
    code = "tricky_archive"


class TooManyPixels(BadInput):
    """A picture larger than any page that a scanner makes."""

    sentence = _(
        "The picture is too large (%(width)s × %(height)s pixels). Please scan it at 300 dpi and send it again."
    )
    code = "too_many_pixels"


class NoStreams(BadInput):
    """A video file with neither picture nor sound."""

    sentence = _("There is neither picture nor sound in this video. Please export it once more and send it again.")
    code = "no_streams"


class TooLong(BadInput):
    """A recording longer than one upload may be."""

    sentence = _("The recording is longer than %(limit)s hours. Please cut it into parts.")
    code = "too_long"


class TooLarge(BadInput):
    """More bytes than one upload may have."""

    sentence = _("The file is larger than %(limit)s GB. Please divide it into parts.")
    code = "too_large"


class BadCaptions(BadInput):
    """Captions that cannot be read; the recording itself is kept."""

    sentence = _("The captions “%(name)s” cannot be read. Please save them as WebVTT or SRT in UTF-8.")
    code = "bad_captions"


class CaptionsWithoutRecording(BadInput):
    """Captions without their recording."""

    sentence = _("“%(name)s” are captions. Please send them together with the video of the same name.")
    code = "lonely_captions"


class ParserCrashed(BadInput):
    """The child process that read it was killed by its limits or crashed."""

    sentence = _(
        "Reading this file broke the reader, more than once. Please export it once more, or send it as pictures."
    )
    code = "parser_died"


class ParserTimedOut(BadInput):
    """Reading it took longer than it may."""

    sentence = _("Reading this file took too long. Please export it once more, or send it as pictures.")
    code = "parser_timed_out"


class TooMuchMemory(BadInput):
    """Reading it asked for more memory than one file may have."""

    sentence = _(
        "Reading this needs more memory than one file may use. Please scan it at 300 dpi, or export it once more, and "
        "send it again."
    )
    code = "too_much_memory"


class TooMuchDisk(BadInput):
    """What was made of it grew beyond what one file may become."""

    sentence = _("What is made of this file grows without end. Please export it once more and send it again.")
    code = "too_much_disk"


class PageDamaged(BadInput):
    """One page that cannot be shown; the others can."""

    sentence = _("This page cannot be read. The rest of the book is safe; please scan the page again and replace it.")
    code = "page_damaged"


class RetriesExhausted(UserFacingError):
    """Something of ours failed several times."""

    sentence = _("This step failed several times. What you sent is safe; please try again, or tell the administrator.")
    code = "gave_up"
    status = 500


class InvalidTransition(UserFacingError):
    """The upload is in a state in which this cannot be done."""

    sentence = _("This upload is no longer in a state in which that can be done. Please look at the page again.")
    code = "not_now"
    status = 409


class NothingChosen(UserFacingError):
    """An upload without a file."""

    sentence = _("Please choose at least one file.")
    code = "nothing_chosen"


class TooManyUnfinished(UserFacingError):
    """More unfinished sendings than a school may have."""

    sentence = _(
        "Your school has too many files on their way already (at most %(files)s files and %(gigabytes)s GB). "
        "Please let them arrive, or cancel those that you no longer need, and try again."
    )
    code = "too_many_unfinished"
    status = 429


class TooManyAtOnce(UserFacingError):
    """More files in one go than are taken."""

    sentence = _("At most %(limit)s files can be sent in one go. Please choose fewer and send the rest afterwards.")
    code = "too_many_at_once"


class MalformedRequest(UserFacingError):
    """A script of ours, of another version, or somebody else's."""

    sentence = _("The browser's message was not understood. Please load this page again and choose the files anew.")
    code = "not_understood"


class PartSizeMismatch(UserFacingError):
    """The bytes of a part are not as many as they should be: the line was cut."""

    sentence = _("A part of the file did not arrive whole. Please send it again; what arrived before is kept.")
    code = "part_wrong"
    status = 409


class SignedOut(UserFacingError):
    """Nobody is signed in any more."""

    sentence = _("You have been signed out. Please sign in and choose the file again; it goes on where it was.")
    code = "signed_out"
    status = 401


class DiskFull(UserFacingError):
    """The folder of data, or the store, has no room left."""

    sentence = _("The disk of the library is full. What was sent is safe, and goes on by itself once there is room.")
    code = "disk_full"
    status = 507


class StoreOutage(UserFacingError):
    """The object store does not answer, or broke off."""

    sentence = _("The file store does not answer at the moment. What was sent is safe, and goes on by itself.")
    code = "store_gone"
    status = 503


class DatabaseOutage(UserFacingError):
    """The database does not answer, or broke off."""

    sentence = _("The database does not answer at the moment. What was sent is safe, and goes on by itself.")
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
