"""The resources that the list shows as a list of books in Excel, in the columns of the template of imports."""

import tempfile
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase

from imports.spreadsheets import export
from imports.views.columns import WORKBOOK
from portal.scoped_admin.viewsets import viewer_of
from repository.copies import copies_of
from repository.description import Description
from repository.models import Resource
from sharing.http import require_librarian

AT_ONCE = 300  # resources in one query
IN_MEMORY = 5 * 1024**2  # bytes


class BookListMixin:
    """Beside the list view: its search and filters in the address say which resources are exported."""

    request: HttpRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the workbook."""
        require_librarian(viewer_of(request))
        written = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
        export.write(_records(self.get_queryset()), written)  # type: ignore[attr-defined]
        written.seek(0)
        response = FileResponse(written, as_attachment=True, filename="danh-muc-sach.xlsx", content_type=WORKBOOK)
        response["Cache-Control"] = "no-store"
        return response


def _records(found: QuerySet[Resource]) -> Iterator[export.Record]:
    """Yield the records of resources in their order, a few hundred at a time."""
    keys = list(dict.fromkeys(found.values_list("pk", flat=True)))
    for start in range(0, len(keys), AT_ONCE):
        rows = Resource.objects.filter(pk__in=keys[start : start + AT_ONCE])
        rows = rows.prefetch_related("contributors", "headings", "copy_data")
        by_key = {row.pk: row for row in rows}
        for key in keys[start : start + AT_ONCE]:
            if row := by_key.get(key):
                copies = [entry.values() for entry in copies_of(row)]
                yield str(row.uuid), Description.of(row).values(), copies
