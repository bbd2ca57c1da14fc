"""Exceptions of the sandbox, of its set-up and of our own code in it.

The refusals of a parser, which a user sees, are in ingest/errors.py.
"""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class IsolationMissing(UserFacingError):
    """This machine cannot isolate parsers, and no setting allows to read files without isolation."""

    sentence = _(
        "This server cannot isolate the programs that read files, so reading waits. The uploaded files are safe. Ask "
        "the administrator, who finds the reason with the command “doctor”."
    )
    code = "isolation_missing"
    status = 503


class MalformedMessage(ConnectionError):
    """The bytes on the socket are not a message of this protocol."""


class LanguageDataMissing(Exception):
    """The language data of Tesseract is not on this machine; the argument names the package that contains it."""


class ParserFault(Exception):
    """Our own code in the parser failed; the file is not at fault. The argument is the traceback."""
