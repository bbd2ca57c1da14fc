"""Search in Wagtail's lists and choosers of pages, pictures and documents: by their titles (portal/text_search.py)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from modelsearch.backends import database
from modelsearch.query import MATCH_ALL
from wagtail.models import Page

from portal.text_search import matching


class _ByTitle:
    """A search that finds titles itself and leaves the rest of Wagtail's interface to the backend of its database.

    That backend takes a lone quotation mark for the beginning of a phrase, which is an error in SQLite.
    """

    def _search(self, compiler: type, query: Any, objects: QuerySet[Any] | type[Model], **how: Any) -> Any:
        if text := _text_of(query):
            query, objects, how = MATCH_ALL, matching(_queryset(objects), _titles(objects), text), {}
        return super()._search(compiler, query, objects, **how)  # type: ignore[misc]


def _text_of(query: Any) -> str:
    """Return the words of a query, which Wagtail gives as text or parsed into words and quoted phrases."""
    if isinstance(query, str):
        return query
    parts = [getattr(query, "query_string", ""), *map(_text_of, getattr(query, "subqueries", ()))]
    return " ".join(part for part in parts if part)


def _queryset(objects: QuerySet[Any] | type[Model]) -> QuerySet[Any]:
    return objects if isinstance(objects, QuerySet) else objects._default_manager.all()


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  the name that Wagtail looks for
    """Return the backend that fits the database."""
    suits = type(database.SearchBackend(params))
    return type(suits.__name__, (_ByTitle, suits), {})(params)


def _titles(objects: QuerySet[Any] | type[Model]) -> Sequence[str]:
    model = objects.model if isinstance(objects, QuerySet) else objects
    return ["title", "draft_title"] if issubclass(model, Page) else ["title"]
