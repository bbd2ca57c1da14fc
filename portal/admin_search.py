"""Search in the lists of the admin (pages, pictures, documents): Wagtail's search of its database."""

from typing import Any

from modelsearch.backends import database


class _Plain:
    """A search without phrases: django-modelsearch passes a lone quotation mark on to SQLite, an error there."""

    def _search(self, compiler: type, query: Any, *what: Any, **how: Any) -> Any:
        plain = query.replace('"', " ").strip() if isinstance(query, str) else query
        return super()._search(compiler, plain, *what, **how)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  the name that Wagtail looks for
    """Return the backend that fits the database."""
    suits = type(database.SearchBackend(params))
    return type(suits.__name__, (_Plain, suits), {})(params)
