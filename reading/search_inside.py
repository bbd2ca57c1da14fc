"""Search inside one opened book: with or without diacritics, also for a phrase across a page break.

The pages are searched in Python instead of the index, because the gate decides who may search an opened book, and the
words must be marked on every page.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice

from repository.models import Page
from search import text_prefilter
from search.analysis import Token, tokens, words
from search.highlighting import (
    Fragment,
    Matcher,
    Span,
    exactly,
    find_phrases,
    line_excerpt,
    without_diacritics,
)
from search.page_join import page_join
from search.query import Unit

MAX_QUERY_LENGTH = 200  # characters
MAX_HITS = 500
CHARACTERS_PER_WORD = 40  # of text that is tokenised for each word next to a page break


class MatchMode(StrEnum):
    """How strictly the words match; the first mode that finds anything in the book applies to all of it."""

    EXACT = "exact"  # the phrase with its diacritics
    FOLDED = "folded"  # the phrase without diacritics
    WORDS = "words"  # all the words somewhere on the page


MATCHERS: dict[MatchMode, Matcher] = {MatchMode.EXACT: exactly, MatchMode.FOLDED: without_diacritics}


@dataclass(frozen=True)
class InsideHit:
    """Words on a page, one span each; if the phrase crosses the page break, `rest` are its words on `next_page`."""

    page: Page
    spans: tuple[Span, ...]
    excerpt: tuple[Fragment, ...]
    next_page: Page | None = None
    rest: tuple[Span, ...] = ()


@dataclass(frozen=True)
class InsideResults:
    """The hits in a book, in the order of its pages; `more`: there are more than MAX_HITS."""

    mode: MatchMode
    hits: tuple[InsideHit, ...]
    more: bool = False

    def marks_on(self, page: Page) -> list[Span]:
        """Return the words to mark on a page."""
        from_previous_page = [span for hit in self.hits if hit.next_page == page for span in hit.rest]
        return from_previous_page + [span for hit in self.hits if hit.page == page for span in hit.spans]


@dataclass(frozen=True)
class _PageText:
    """A page with its text, which is tokenised only if the prefilter passes it."""

    page: Page
    text: str

    @cached_property
    def normalised(self) -> str:
        """The text for the prefilter."""
        return text_prefilter.normalise(self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """The words of the text."""
        return tokens(self.text)

    def last_words(self, limit: int, *, end: int) -> list[Token]:
        """Return at most `limit` words before a position, without a word that the cut divides."""
        start = max(end - limit * CHARACTERS_PER_WORD, 0)
        last = self._between(start, end)
        return (last if start == 0 or len(last) > limit else self._between(0, end))[-limit:]

    def first_words(self, limit: int, *, start: int) -> list[Token]:
        """Return at most `limit` words from a position on, without a word that the cut divides."""
        end = min(start + limit * CHARACTERS_PER_WORD, len(self.text))
        first = self._between(start, end)
        return (first if end == len(self.text) or len(first) > limit else self._between(start, None))[:limit]

    def _between(self, start: int, end: int | None) -> list[Token]:
        return [Token(t.exact, t.folded, t.start + start, t.end + start) for t in tokens(self.text[start:end])]


@dataclass(frozen=True)
class _WantedWords:
    """The words of the query, and their patterns for the prefilter."""

    unit: Unit

    @cached_property
    def phrase(self) -> re.Pattern[str]:
        """All words side by side."""
        return text_prefilter.phrase(self.unit.folded)

    @cached_property
    def each(self) -> list[re.Pattern[str]]:
        """Every word."""
        return [text_prefilter.word(folded) for folded in self.unit.folded]


def find(pages: Sequence[Page], query: str, modes: Iterable[MatchMode] = tuple(MatchMode)) -> InsideResults:
    """Search pages, given in their order with their texts; the first of the modes that finds anything applies."""
    typed = words(query[:MAX_QUERY_LENGTH])
    if not typed:
        return InsideResults(MatchMode.WORDS, ())
    texts = [_PageText(page, page.text.text) for page in pages if page.text]
    wanted = _WantedWords(Unit(typed, quoted=True))
    has_diacritics = wanted.unit.words != wanted.unit.folded
    # A query without diacritics means all spellings; one with diacritics means its own, if the book has it.
    for mode in [mode for mode in modes if has_diacritics or mode is not MatchMode.EXACT]:
        hits = list(islice(_hits(texts, wanted, mode), MAX_HITS + 1))
        if hits:
            return InsideResults(mode, tuple(hits[:MAX_HITS]), more=len(hits) > MAX_HITS)
    return InsideResults(MatchMode.WORDS, ())


def _hits(texts: Sequence[_PageText], wanted: _WantedWords, mode: MatchMode) -> Iterator[InsideHit]:
    for number, text in enumerate(texts):
        if mode is MatchMode.WORDS:
            yield from _all_words(text, wanted)
            continue
        if wanted.phrase.search(text.normalised):
            yield from _phrases(text, wanted, mode)
        if number + 1 < len(texts):
            yield from _across_break(text, texts[number + 1], wanted, mode)


def _phrases(text: _PageText, wanted: _WantedWords, mode: MatchMode) -> Iterator[InsideHit]:
    for run in find_phrases(text.tokens, wanted.unit, MATCHERS[mode]):
        spans = _spans(run)
        yield InsideHit(text.page, spans, line_excerpt(text.text, spans))


def _across_break(first: _PageText, second: _PageText, wanted: _WantedWords, mode: MatchMode) -> Iterator[InsideHit]:
    """Find the phrase that begins on one page and ends on the next, past page numbers and running heads."""
    length = len(wanted.unit.words)
    if length < 2 or not (wanted.each[0].search(first.normalised) and wanted.each[-1].search(second.normalised)):
        return
    join = page_join(first.text, second.text)
    before = first.last_words(length - 1, end=join.before)
    after = second.first_words(length - 1, start=join.after)
    for on_first_page in range(1, length):
        head, tail = before[-on_first_page:], after[: length - on_first_page]
        if any(find_phrases([*head, *tail], wanted.unit, MATCHERS[mode])):
            spans = _spans(head)
            yield InsideHit(first.page, spans, line_excerpt(first.text, spans), second.page, _spans(tail))


def _all_words(text: _PageText, wanted: _WantedWords) -> Iterator[InsideHit]:
    """Find every word somewhere on the page: one hit for the page, with the excerpt at the first word."""
    if not all(pattern.search(text.normalised) for pattern in wanted.each):
        return
    folded = set(wanted.unit.folded)
    matching = [token for token in text.tokens if token.folded in folded]
    if folded == {token.folded for token in matching}:
        spans = _spans(matching)
        yield InsideHit(text.page, spans, line_excerpt(text.text, spans))


def _spans(run: Iterable[Token]) -> tuple[Span, ...]:
    return tuple(Span(token.start, token.end) for token in run)
