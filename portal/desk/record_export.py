"""Download the records that search and filters of the list find, or those of a collection, in a chosen format."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.text import is_key
from portal.marc_editor.exports import streamed
from portal.scoped_admin.viewsets import viewer_of
from repository.formats.exports import FORMATS
from repository.models import Resource
from sharing.http import require_librarian


class RecordExportMixin:
    """Beside the list view: its search and filters in the address say which records are meant, or `collection` does."""

    request: HttpRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the formats, or send the file of the chosen one."""
        require_librarian(viewer_of(request))
        found = self._found()
        wanted = FORMATS.get(request.GET.get("as", ""))
        if wanted is not None:
            return streamed(found, wanted)
        return self._page(found.order_by().values("pk").distinct().count())

    def _found(self) -> QuerySet[Resource]:
        found: QuerySet[Resource] = self.get_queryset()  # type: ignore[attr-defined]
        collection = self.request.GET.get("collection", "")
        return found.filter(collections__pk=collection).distinct() if is_key(collection) else found.distinct()

    def _page(self, number: int) -> HttpResponse:
        question = self.request.GET.copy()
        links = []
        for name, one in FORMATS.items():
            question["as"] = name
            links.append({"label": one.label, "query": question.urlencode()})
        return render(self.request, "portal/desk/record_export.html", {"links": links, "number": number})
