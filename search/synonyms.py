"""The table of synonyms as entries of the vocabulary, read anew when a row changes."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Count, Max, QuerySet, Sum

from access.viewer import Viewer
from repository.languages import spoken_names
from search.analysis import tokens
from search.meaning import Value
from search.models import Synonym
from search.plain_questions.vocabulary import Entry, Vocabulary


def vocabulary() -> Vocabulary:
    """Return the vocabulary of the table as it is now; one short query if no row has changed."""
    state = Synonym.objects.aggregate(rows=Count("pk"), changes=Sum("revision"), last=Max("pk"))
    return _vocabulary(tuple(state.values()))


@lru_cache(maxsize=2)
def _vocabulary(state: tuple[object, ...]) -> Vocabulary:
    rows = Synonym.objects.filter(active=True).order_by("pk")
    return Vocabulary.of([*map(entry_of, rows), *language_entries()])


def language_entries() -> list[Entry]:
    """Return the languages by their names, “tiếng Lào”; the expressions of the table come before them."""
    return [
        Entry(words=(name,), values=(("language", code),)) for code, name in spoken_names() if len(tokens(name)) > 1
    ]


def synonyms_for(viewer: Viewer) -> QuerySet[Synonym]:
    """Return the table for those who edit it: the administrators of the installation."""
    return Synonym.objects.all() if viewer.is_node_admin else Synonym.objects.none()


def row_with(expression: str, *, other_than: int | None) -> Synonym | None:
    """Return the row in use, other than one by its primary key, that has an expression in any spelling."""
    wanted = tuple(token.exact for token in tokens(expression))
    rows = Synonym.objects.filter(active=True)
    for row in rows if other_than is None else rows.exclude(pk=other_than):
        if any(
            tuple(token.exact for token in tokens(text)) == wanted for text in (*lines(row.words), *lines(row.short))
        ):
            return row
    return None


def entry_of(row: Synonym) -> Entry:
    """Return a row as an entry."""
    return Entry(
        words=lines(row.words),
        short=lines(row.short),
        values=values(row.means),
        near=lines(row.near),
        near_values=values(row.near_means),
    )


def lines(text: str) -> tuple[str, ...]:
    """Return the lines that are not blank."""
    return tuple(stripped for line in text.splitlines() if (stripped := line.strip()))


def values(codes: Iterable[str]) -> tuple[Value, ...]:
    """Return the values of codes such as `subject:toan`."""
    return tuple((facet, value) for code in codes for facet, _, value in [code.partition(":")])
