"""Lists of books: Excel, ODS, CSV; the mapping of the batch says what their columns hold."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.spreadsheets.mapping import layouts_in, mapping_of
from imports.spreadsheets.reading import entries_of, layouts_in_file
from imports.staged import Format, Records, Refused, Staged


def read_spreadsheet(path: Path, mapping: Mapping[str, Any]) -> Records:
    """Yield the records of a list."""
    for number, entry in enumerate(entries_of(path, layouts_in(mapping)), start=1):
        if entry.problem is not None:
            yield Refused(number, entry.raw(), entry.problem.code, entry.problem.details)
        else:
            reading = entry.reading
            yield Staged(number, entry.raw(), reading.values, reading.copies, reading.record)


def columns_of(path: Path) -> dict[str, Any]:
    """Return the mapping of a new batch: its lists with guessed columns."""
    return mapping_of(layouts_in_file(path))


SPREADSHEET = Format("spreadsheet", _("Excel, ODS or CSV"), ".xlsx", read_spreadsheet, prepare=columns_of)
