"""What a person or a scanner enters, as an ISBN of 13 digits."""

import re

from stdnum import isbn as standard
from stdnum.exceptions import ValidationError

from circulation.copies.scanned_text import VIETNAMESE_LAYOUT
from imports.copy_cataloguing.errors import BadCheckDigit, NotAnIsbn, ProductBarcode

MAX_ENTRY = 60  # characters
_BOOKLAND = ("978", "979")
_VIETNAM = "893"  # the prefix of products made in Vietnam
_ADD_ON = re.compile(r"(97[89][0-9]{10})[0-9]{2}(?:[0-9]{3})?")  # a price code of two or five digits beside the barcode


def read_isbn(entry: str) -> str:
    """Return the 13 digits. Raises ProductBarcode, BadCheckDigit, or NotAnIsbn for anything else."""
    text = re.sub(r"^\s*ISBN(-1[03])?\s*:?", "", entry[:MAX_ENTRY], flags=re.IGNORECASE)
    characters = re.sub(r"[\s\u00ad\u2010-\u2015.-]", "", text).translate(VIETNAMESE_LAYOUT).upper()
    if with_add_on := _ADD_ON.fullmatch(characters):
        characters = with_add_on[1]
    if re.fullmatch(r"[0-9]{13}", characters) and not characters.startswith(_BOOKLAND):
        raise ProductBarcode(prefix=_VIETNAM if characters.startswith(_VIETNAM) else characters[:3])
    if not re.fullmatch(r"[0-9]{13}|[0-9]{9}[0-9X]", characters):
        raise NotAnIsbn
    try:
        return str(standard.to_isbn13(standard.validate(characters)))
    except ValidationError as wrong:
        raise BadCheckDigit from wrong


def spellings(isbn: str) -> list[str]:
    """Return the forms in which catalogues index an ISBN of 13 digits: itself, and the one of ten where it has one."""
    return [isbn, str(standard.to_isbn10(isbn))] if isbn.startswith("978") else [isbn]
