"""Exceptions of the sandbox and its set-up. The refusals of a parser, which a user sees, are in ingest/errors.py."""


class MalformedMessage(ConnectionError):
    """The bytes on the socket are not a message of this protocol."""


class LanguageDataMissing(Exception):
    """The language data of Tesseract is not on this machine; the argument names the package that contains it."""
