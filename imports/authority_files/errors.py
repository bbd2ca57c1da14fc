"""Every named way in which a file of authorities or one entry can fail, and why an entry is doubtful."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError
from imports.errors import Doubt


class ReadElsewhere(UserFacingError):
    """A refusal of which the isolated process gave only the code and the details."""

    def __init__(self, code: str, details: Mapping[str, Any]) -> None:
        super().__init__(**details)
        self.code = code  # type: ignore[misc]


class NotAuthorities(UserFacingError):
    """None of the readers knows the content."""

    sentence = _(
        "This file contains no authorities that can be read. Export them as MARC 21 authority records (.mrc), MARCXML "
        "or SKOS (.ttl, .rdf). Nothing was changed."
    )
    code = "not_authorities"


class FileOfBooks(UserFacingError):
    """The records of the file describe books."""

    sentence = _(
        "This is a file of books, not of authority records. Import it under “Import records”. Nothing was changed."
    )
    code = "file_of_books"


class TooManyFiles(UserFacingError):
    """More files that nobody has finished than the limit for one unit."""

    sentence = _(
        "There are %(limit)s files of authorities that are not finished. Import or delete some of them first. Nothing "
        "was changed."
    )
    code = "too_many_authority_files"
    status = 429


class EntryOutOfBounds(UserFacingError):
    """The heading or the years are missing or too long."""

    sentence = _(
        "The heading is missing or longer than 300 characters, or the years longer than 40. Correct it in the file, "
        "and import it again."
    )
    code = "authority_out_of_bounds"


class HeadingTwice(UserFacingError):
    """An earlier entry of the file has the same heading."""

    sentence = _(
        "Record %(number)s of this file has the same heading and years, so this one is left out. Join the two in the "
        "file, or add the years of life that tell them apart."
    )
    code = "authority_twice_in_file"


class SeveralAuthorities(Doubt):
    """More than one authority of the node has the heading or the number."""

    sentence = _("Several authorities may be meant.")
    code = "several_authorities"


class OtherYears(Doubt):
    """The heading agrees, the years of life do not."""

    sentence = _("The name is the same, but not the years of life. Is it the same person?")
    code = "other_years"


class OtherMarks(Doubt):
    """The heading agrees without diacritics alone."""

    sentence = _("The headings agree only without diacritics. Is it the same?")
    code = "other_marks"


class OtherNumber(Doubt):
    """The heading agrees, and the same list has another number for it."""

    sentence = _("The heading is the same, but its list gives it another number. Is it the same?")
    code = "other_number"


class IsVariant(Doubt):
    """The heading is a variant of an authority of the node."""

    sentence = _("Another authority has this heading among its variants. Is it the same?")
    code = "heading_is_variant"


class AuthorityGone(Doubt):
    """The authority that it matched was deleted or merged before the import came to it."""

    sentence = _("The authority that it belongs to was changed or removed after the file was read.")
    code = "matching_authority_gone"


class FoundSince(Doubt):
    """When the import came to this entry, the node had an authority that it may mean."""

    sentence = _("An authority that this may be was added after the file was read.")
    code = "authority_found_since"
