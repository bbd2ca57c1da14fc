"""Exports of all lists of the admin, Wagtail's own reports included: safe cells, words, local time, a mark for Excel.

Wagtail has no hook for the text of a cell or the first bytes of a file: `improve_exports` replaces two methods of the
mixin that all its exports share.
"""

import codecs
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import is_aware, make_naive
from django.utils.translation import gettext
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.coreutils import multigetattr

from accounts.dates import format_date_and_time
from portal.scoped_admin.spreadsheet_safe import cell_text

_preprocess = SpreadsheetExportMixin.preprocess_field_value
_stream_csv = SpreadsheetExportMixin.stream_csv


def improve_exports() -> None:
    """Replace the methods with which Wagtail writes a cell and a CSV file."""
    SpreadsheetExportMixin.preprocess_field_value = _cell
    SpreadsheetExportMixin.stream_csv = _csv_for_excel


def value_in_words(item: Any, field: str) -> Any:
    """Return the value of a field, which may be a dotted path: the label of a choice, not its code."""
    if hasattr(item, f"get_{field}_display"):
        return getattr(item, f"get_{field}_display")()
    return multigetattr(item, field)


def _cell(view: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
    """Return a value as text, a number, or a local time without its zone, which .xlsx files cannot hold."""
    if isinstance(value, bool):
        value = gettext("yes") if value else gettext("no")
    elif isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    elif isinstance(value, datetime) and is_aware(value):
        value = format_date_and_time(value) if export_format == view.FORMAT_CSV else make_naive(value)
    return cell_text(_preprocess(view, field, value, export_format))


def _csv_for_excel(view: SpreadsheetExportMixin, queryset: QuerySet[Any]) -> Iterator[bytes]:
    """Begin with a byte-order mark: without it Excel takes UTF-8 for the old encoding of the machine."""
    yield codecs.BOM_UTF8
    yield from _stream_csv(view, queryset)
