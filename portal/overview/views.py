"""The screen of the overview, and its tables as files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from accounts.errors import NotFound
from accounts.paging import page_of
from accounts.text import clean_line
from portal.overview import school_rows
from portal.overview.school_rows import Order
from portal.overview.scope import scope_of
from portal.overview.small_numbers import CoarseNumber
from portal.overview.tables import tables_of
from sharing.http import ViewerRequest

SCHOOLS_ON_A_PAGE = 50
MAX_WORDS_LENGTH = 100  # characters
SCHOOLS = "schools"
Row = tuple[str | int | CoarseNumber, ...]


@require_safe
@gzip_page  # a third of the bytes on a slow line
def page(request: ViewerRequest) -> HttpResponse:
    """Show the tables of the viewer's unit, and a page of its schools. Raise NotFound for those who oversee nothing."""
    viewer, scope = request.viewer, scope_of(request.viewer)
    words = clean_line(request.GET.get("q", "")[:MAX_WORDS_LENGTH])
    order = _order(request)
    found = page_of(request, school_rows.ordered(scope, scope.named(words), order), size=SCHOOLS_ON_A_PAGE)
    context = {
        "unit": scope.unit,
        "total": len(scope.schools),
        "tables": tables_of(viewer, scope),
        "rows": school_rows.school_rows(viewer, scope, found.rows),
        "headings": school_rows.headings(),
        "listed": found,
        "words": words,
        "order": order,
        "orders": ((Order.NAME, _("By name")), (Order.HOLDINGS, _("Most resources first"))),
        "formats": SpreadsheetExportMixin.FORMATS,
    }
    response = render(request, "portal/overview/page.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _order(request: HttpRequest) -> Order:
    asked = request.GET.get("xep", "")
    return Order(asked) if asked in set(Order) else Order.NAME


class TableExport(SpreadsheetExportMixin, View):
    """One table as .xlsx or .csv: the rows of the screen, of schools all of them."""

    http_method_names = ["get", "head"]

    def get(self, request: ViewerRequest, table: str, file_format: str) -> HttpResponseBase:
        """Return the file. Raise NotFound for an unknown table or format, and for those who oversee nothing."""
        scope = scope_of(request.viewer)
        if file_format not in self.FORMATS:
            raise NotFound
        headings, rows = self._content(request, table)
        self.list_export = list(map(str, range(len(headings))))
        self.export_headings = dict(zip(self.list_export, headings, strict=True))
        name = pgettext("name of a file", "overview")
        self.export_filename = f"{name}-{scope.unit.code}-{table}"
        return self.as_spreadsheet(rows, file_format)

    def to_row_dict(self, item: Row) -> dict[str, Any]:
        """Return the cells by number; a coarse number is a number where it may be shown."""
        values = (_plain(cell) for cell in item)
        return dict(zip(self.list_export, values, strict=True))

    def _content(self, request: ViewerRequest, table: str) -> tuple[tuple[str, ...], list[Row]]:
        viewer, scope = request.viewer, scope_of(request.viewer)
        if table == SCHOOLS:
            rows = school_rows.school_rows(viewer, scope, scope.schools)
            return school_rows.headings(), [school_rows.cells(row) for row in rows]
        found = next((one for one in tables_of(viewer, scope) if one.name == table), None)
        if found is None:
            raise NotFound
        return found.headings, list(found.rows)


def _plain(cell: str | int | CoarseNumber) -> str | int:
    if not isinstance(cell, CoarseNumber):
        return cell
    return str(cell) if cell.value is None else cell.value
