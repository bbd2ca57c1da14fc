"""Exceptions of the sandbox, of its set-up and of our own code in it.

The refusals of a parser, which a user sees, are in ingest/errors.py; those of tables and vocabularies are
here.
"""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError
from ingest.errors import BadInput


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


class NotATable(BadInput):
    """A list that is neither a workbook nor a text with separators."""

    sentence = _(
        "This file is no table that can be read. Open it, save it as an Excel workbook (.xlsx) or as CSV, and upload "
        "it again. Nothing was changed."
    )
    code = "not_a_table"


class TooManyRows(BadInput):
    """A table with more rows than the limit for one import."""

    sentence = _("The file has more than %(limit)s rows. Split it, for example by grade. Nothing was changed.")
    code = "too_many_rows"


class ConceptsDamaged(BadInput):
    """A file that begins as SKOS and cannot be read to its end."""

    sentence = _(
        "This SKOS file is damaged, or neither Turtle nor RDF/XML. Export it again as Turtle (.ttl), and choose that "
        "file. Nothing was changed."
    )
    code = "concepts_damaged"


class EntitiesInConcepts(BadInput):
    """RDF/XML with a document type or entities."""

    sentence = _(
        "The file declares entities or a document type, which is refused for safety. Export it as Turtle (.ttl), and "
        "choose that file. Nothing was changed."
    )
    code = "entities_in_concepts"


class ConceptsTooLong(BadInput):
    """A SKOS file with more bytes than the limit."""

    sentence = _("A SKOS file may have at most %(limit)s MB. Export it in parts. Nothing was changed.")
    code = "concepts_too_long"


class TooManyStatements(BadInput):
    """A SKOS file with more statements than the limit."""

    sentence = _("The SKOS file has more than %(limit)s statements. Export it in parts. Nothing was changed.")
    code = "too_many_statements"
