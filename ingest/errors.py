"""Every named way in which an upload, or one page of it, can fail, with the sentence for the user.

To add one, write a subclass with `code` and `sentence`; `by_code`, the sandbox and the tests then know it. Kinds of
files that are not read are in unsupported.py.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class BadInput(UserFacingError):
    """The file itself is the reason; uploading it again unchanged will not help."""

    sentence = _("This file cannot be used. Check it and upload another.")
    code = "bad_input"
    retry_may_help: ClassVar[bool] = False  # with the same bytes, for example when the machine has more memory


class EmptyFile(BadInput):
    """The file has no bytes, or only white space and zeros."""

    sentence = _("The file is empty. Check it on your computer and upload it again.")
    code = "empty_file"


class WrongType(BadInput):
    """The content is of no supported type, whatever the name says."""

    sentence = _(
        "Files of this kind (%(found)s) cannot be digitised. Upload a PDF, page images (JPEG, PNG, "
        "TIFF, HEIC), a ZIP file of page images, or a recording (video or audio)."
    )
    code = "wrong_type"


class Damaged(BadInput):
    """The file is truncated or inconsistent."""

    sentence = _("The file is damaged or incomplete. Copy or export it again, then upload it again.")
    code = "damaged"


class Encrypted(BadInput):
    """The file can only be opened with a password."""

    sentence = _("The file is protected by a password. Save it without a password and upload it again.")
    code = "encrypted"


class NoPages(BadInput):
    """A document without pages, or an archive without pictures."""

    sentence = _("The file has no pages. Check that it is the right file.")
    code = "no_pages"


class TooManyPages(BadInput):
    """More pages than the limit for one upload."""

    sentence = _("The file has %(found)s pages; the limit is %(limit)s. Split it into volumes.")
    code = "too_many_pages"


class TooManyObjects(BadInput):
    """A PDF with more objects than can be opened in reasonable time."""

    sentence = _("The PDF contains too many parts (%(found)s). Print it to a new PDF and upload that one.")
    code = "too_many_objects"


class TooManyPixels(BadInput):
    """A picture larger than any page of a scanner."""

    sentence = _("The image is too large (%(width)s × %(height)s pixels). Scan it at 300 dpi and upload it again.")
    code = "too_many_pixels"


class NoStreams(BadInput):
    """A video file without picture and sound."""

    sentence = _("This video has neither picture nor sound. Export it again, then upload it again.")
    code = "no_streams"


class TooLong(BadInput):
    """A recording longer than the limit for one upload."""

    sentence = _("The recording is longer than %(limit)s hours. Split it into parts.")
    code = "too_long"


class TooLarge(BadInput):
    """More bytes than the limit for one upload."""

    sentence = _("The file is larger than %(limit)s GB. Split it into parts.")
    code = "too_large"


class PartTooLarge(BadInput):
    """More bytes than captions or a cover have; `limit` in megabytes."""

    sentence = _("The file is larger than %(limit)s MB. Make it smaller and choose it again. Nothing was changed.")
    code = "part_too_large"


class BadCaptions(BadInput):
    """Captions that cannot be read; the recording is not refused for them."""

    sentence = _("The captions “%(name)s” cannot be read. Save them as WebVTT or SRT in UTF-8.")
    code = "bad_captions"


class CaptionsWithoutRecording(BadInput):
    """Captions without a recording of the same name."""

    sentence = _("“%(name)s” contains captions. Upload it together with the video of the same name.")
    code = "captions_without_recording"


class ParserCrashed(BadInput):
    """The parser process of this file crashed or was killed by its limits."""

    sentence = _(
        "The program that reads files crashed on this one several times. Export the file again, or upload it as images."
    )
    code = "parser_crashed"
    retry_may_help = True


class ParserTimedOut(BadInput):
    """The parser was silent for longer than its time limit."""

    sentence = _("Reading this file took too long. Export it again, or upload it as images.")
    code = "parser_timed_out"
    retry_may_help = True


class TooMuchMemory(BadInput):
    """The parser asked for more memory than its limit."""

    sentence = _(
        "Reading this file needs more memory than one file may use. Scan it at 300 dpi, or export it "
        "again, then upload it again."
    )
    code = "too_much_memory"
    retry_may_help = True


class TooMuchDisk(BadInput):
    """The parser wrote a file larger than its limit."""

    sentence = _("The output of this file grows without limit. Export the file again, then upload it again.")
    code = "too_much_disk"
    retry_may_help = True


class PageDamaged(BadInput):
    """One page that cannot be rendered; the others can."""

    sentence = _("This page cannot be read. The rest of the book is safe. Scan the page again and replace it.")
    code = "page_damaged"


class PageFailed(UserFacingError):
    """One page that our own code failed on; the file is not at fault."""

    sentence = _(
        "This page could not be read because of a fault in this program. The file is safe. Tell the administrator, or "
        "replace the page."
    )
    code = "page_failed"
    status = 500


class RetriesExhausted(UserFacingError):
    """A step failed several times for a reason other than the file."""

    sentence = _("This step failed several times. Your files are safe. Try again, or contact the administrator.")
    code = "retries_exhausted"
    status = 500


class InvalidTransition(UserFacingError):
    """The upload's state does not allow this; see states.TRANSITIONS."""

    sentence = _("The current state of this upload no longer allows this. Reload the page.")
    code = "invalid_transition"
    status = 409


class NothingChosen(UserFacingError):
    """A form that was submitted without a file."""

    sentence = _("Choose at least one file.")
    code = "nothing_chosen"


class TooManyUnfinished(UserFacingError):
    """More unfinished incoming files than the limit for one school."""

    sentence = _(
        "Your school has too many unfinished uploads (at most %(files)s files and %(gigabytes)s GB). "
        "Wait for them to finish, or cancel those that you no longer need, then try again."
    )
    code = "too_many_unfinished"
    status = 429


class TooManyAtOnce(UserFacingError):
    """More files in one request than the limit."""

    sentence = _("At most %(limit)s files can be uploaded at once. Choose fewer and upload the rest afterwards.")
    code = "too_many_at_once"


class MalformedRequest(UserFacingError):
    """A request that is not in the upload protocol: an old script of this site, or another program."""

    sentence = _("The server did not understand the browser's request. Reload this page and choose the files again.")
    code = "malformed_request"


class PartSizeMismatch(UserFacingError):
    """A part with more or fewer bytes than announced: the connection was cut."""

    sentence = _("A part of the file arrived incomplete. Upload it again; the parts received before are stored.")
    code = "part_size_mismatch"
    status = 409


class SignedOut(UserFacingError):
    """A request of the upload protocol without a session."""

    sentence = _("You have been signed out. Sign in and choose the file again; the upload continues where it stopped.")
    code = "signed_out"
    status = 401


class DiskFull(UserFacingError):
    """The data folder or the store has no space left."""

    sentence = _(
        "The library's disk is full. The uploaded files are safe; processing continues automatically "
        "once there is space."
    )
    code = "disk_full"
    status = 507


class StoreOutage(UserFacingError):
    """The object store does not answer, or the connection was cut."""

    sentence = _("The file store is not responding. The uploaded files are safe; processing continues automatically.")
    code = "store_outage"
    status = 503


class DatabaseOutage(UserFacingError):
    """The database does not answer, or the connection was cut."""

    sentence = _("The database is not responding. The uploaded files are safe; processing continues automatically.")
    code = "database_outage"
    status = 503


def by_code(code: str) -> type[UserFacingError]:
    """Return the class of an error by its code; UserFacingError for an unknown code."""
    return _classes().get(code, UserFacingError)


def sentence_for(code: str, details: Mapping[str, Any]) -> str:
    """Return the sentence of an error that was saved as code and details; empty for an empty code."""
    if code == WrongType.code and {"/", "?"} & set(str(details.get("found", ""))):  # saved by release 0.1.0
        return str(by_code("unknown_type")())
    return str(by_code(code)(**details)) if code else ""


@cache
def _classes() -> dict[str, type[UserFacingError]]:
    for module in _MODULES:
        import_module(module)
    return _subclasses(UserFacingError)


def _subclasses(cls: type[UserFacingError]) -> dict[str, type[UserFacingError]]:
    """Return the classes of ingest below `cls`, at any depth, by code."""
    own = {subclass.code: subclass for subclass in cls.__subclasses__() if subclass.__module__ in _MODULES}
    return own | {code: deeper for parent in tuple(own.values()) for code, deeper in _subclasses(parent).items()}


_MODULES = (__name__, "ingest.unsupported", "ingest.parsers.errors")
