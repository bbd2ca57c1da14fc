"""MARC 21: files in and out without loss, and the description that a record holds.

`read_file` gives the records of a stream with their own bytes, and says which are damaged. `description_of` reads one,
`apply` writes the changed values into one and leaves every other field its bytes, `of` makes one.
"""

from repository.formats.marc.damage import Damaged, Reason, TooLongForMarc
from repository.formats.marc.files import Broken, Raw, read_file
from repository.formats.marc.mapping import apply, description_of, of, reread
from repository.formats.marc.record import Charset, Record, parse

__all__ = [
    "Broken",
    "Charset",
    "Damaged",
    "Raw",
    "Reason",
    "Record",
    "TooLongForMarc",
    "apply",
    "description_of",
    "of",
    "parse",
    "read_file",
    "reread",
]
