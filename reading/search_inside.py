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
from search.analysis import Token, joined_tokens, tokens
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
        """The words of the text, compounds in pieces."""
        return tokens(self.text)

    @cached_property
    def joined_tokens(self) -> list[Token]:
        """The words of the text with each compound as one word; nothing if it has none."""
        return joined_tokens(self.text)

    def runs(self, unit: Unit, mode: MatchMode) -> list[Sequence[Token]]:
        """Return the places of a phrase; one may be found in both readings of the text."""
        return [
            run for reading in (self.tokens, self.joined_tokens) for run in find_phrases(reading, unit, MATCHERS[mode])
        ]

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
    """The words of the query, with compounds in pieces or each as one word, and their patterns for the prefilter."""

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
    typed = Unit.of(query[:MAX_QUERY_LENGTH], quoted=True)
    if not typed.words:
        return InsideResults(MatchMode.WORDS, ())
    texts = [_PageText(page, page.text.text) for page in pages if page.text]
    wanted = [_WantedWords(reading) for reading in typed.readings]
    has_diacritics = typed.words != typed.folded
    # A query without diacritics means all spellings; one with diacritics means its own, if the book has it.
    for mode in [mode for mode in modes if has_diacritics or mode is not MatchMode.EXACT]:
        hits = list(islice(_hits(texts, wanted, mode), MAX_HITS + 1))
        if hits:
            return InsideResults(mode, tuple(hits[:MAX_HITS]), more=len(hits) > MAX_HITS)
    return InsideResults(MatchMode.WORDS, ())


def _hits(texts: Sequence[_PageText], wanted: Sequence[_WantedWords], mode: MatchMode) -> Iterator[InsideHit]:
    for number, text in enumerate(texts):
        if mode is MatchMode.WORDS:
            yield from islice((hit for reading in wanted for hit in _all_words(text, reading)), 1)
            continue
        yield from _phrases(text, wanted, mode)
        if number + 1 < len(texts):
            for reading in wanted:
                yield from _across_break(text, texts[number + 1], reading, mode)


def _phrases(text: _PageText, wanted: Sequence[_WantedWords], mode: MatchMode) -> Iterator[InsideHit]:
    possible = [reading for reading in wanted if reading.phrase.search(text.normalised)]
    runs = [run for reading in possible for run in text.runs(reading.unit, mode)]
    places = {(run[0].start, run[-1].end): _spans(run) for run in runs}
    for spans in sorted(places.values()):
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
    pieces = {(token.start, token.end) for token in text.tokens}
    compounds = [token for token in text.joined_tokens if (token.start, token.end) not in pieces]
    matching = [token for token in (*text.tokens, *compounds) if token.folded in folded]
    if folded == {token.folded for token in matching}:
        spans = tuple(sorted(_spans(matching)))
        yield InsideHit(text.page, spans, line_excerpt(text.text, spans))


def _spans(run: Iterable[Token]) -> tuple[Span, ...]:
    return tuple(Span(token.start, token.end) for token in run)
