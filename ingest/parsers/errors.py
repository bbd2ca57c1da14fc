"""Exceptions of the sandbox, of its set-up and of our own code in it.

The refusals of a parser, which a user sees, are in ingest/errors.py.
"""


class MalformedMessage(ConnectionError):
    """The bytes on the socket are not a message of this protocol."""


class LanguageDataMissing(Exception):
    """The language data of Tesseract is not on this machine; the argument names the package that contains it."""


class ParserFault(Exception):
    """Our own code in the parser failed; the file is not at fault. The argument is the traceback."""
