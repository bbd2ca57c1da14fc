"""Search inside one opened book: where its pages hold the words, with or without marks, also over a page break."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from reading import text_prefilter
from repository.models import Page
from search.analysis import Token, tokens
from search.page_join import page_join

MAX_QUERY_LENGTH = 200
MAX_HITS = 500
SPACES = re.compile(r"\s+")
ROOM_FOR_A_WORD = 40  # characters: so much text is looked at for each word next to a page break
AROUND = 40  # characters of a snippet before its words, and twice as many behind them


class MatchMode(StrEnum):
    """How strictly the words were matched: the first way that finds anything in the book is the way for all of it."""

    EXACT = "exact"  # the phrase with its marks
    FOLDED = "folded"  # the phrase without marks
    WORDS = "words"  # all the words somewhere on the page


@dataclass(frozen=True)
class Span:
    """A place in the text of a page."""

    start: int
    end: int


@dataclass(frozen=True)
class Fragment:
    """A piece of a snippet."""

    text: str
    marked: bool


@dataclass(frozen=True)
class InsideHit:
    """Words on a page; where the phrase runs over the break, `rest` stands on the page `then`."""

    page: Page
    words: tuple[Span, ...]
    snippet: tuple[Fragment, ...]
    then: Page | None = None
    rest: tuple[Span, ...] = ()


@dataclass(frozen=True)
class InsideResults:
    """What was found in a book, in the order of its pages."""

    how: MatchMode
    hits: tuple[InsideHit, ...]
    more: bool = False  # there were more than MOST_HITS

    def marks_on(self, page: Page) -> list[Span]:
        """The words to mark on this page."""
        begun = [span for hit in self.hits if hit.then == page for span in hit.rest]
        return begun + [span for hit in self.hits if hit.page == page for span in hit.words]


@dataclass(frozen=True)
class _Read:
    """A page with its text, that is looked at once and read word by word only where it may hold what is asked."""

    page: Page
    text: str

    @cached_property
    def plain(self) -> str:
        """The text for a glance."""
        return text_prefilter.normalise(self.text)

    @cached_property
    def words(self) -> list[Token]:
        """The words of the text."""
        return tokens(self.text)

    def last_words(self, number: int, *, end: int) -> list[Token]:
        """So many words, or fewer, before a place in the text; a word that the cut goes through is not among them."""
        start = max(end - number * ROOM_FOR_A_WORD, 0)
        found = self._between(start, end)
        return (found if start == 0 or len(found) > number else self._between(0, end))[-number:]

    def first_words(self, number: int, *, start: int) -> list[Token]:
        """So many words, or fewer, from a place in the text on."""
        end = min(start + number * ROOM_FOR_A_WORD, len(self.text))
        found = self._between(start, end)
        return (found if end == len(self.text) or len(found) > number else self._between(start, None))[:number]

    def _between(self, start: int, end: int | None) -> list[Token]:
        return [Token(t.exact, t.folded, t.start + start, t.end + start) for t in tokens(self.text[start:end])]


@dataclass(frozen=True)
class _Wanted:
    """What is asked, and how it is seen at a glance."""

    words: list[Token]

    @cached_property
    def together(self) -> re.Pattern[str]:
        """All words side by side."""
        return text_prefilter.phrase(word.folded for word in self.words)

    @cached_property
    def each(self) -> list[re.Pattern[str]]:
        """Every word."""
        return [text_prefilter.word(word.folded) for word in self.words]


def find(pages: Sequence[Page], query: str, ways: Iterable[MatchMode] = tuple(MatchMode)) -> InsideResults:
    """Search pages given in their order, with their texts; of the ways the first that finds anything is taken."""
    wanted = tokens(query[:MAX_QUERY_LENGTH])
    if not wanted:
        return InsideResults(MatchMode.WORDS, ())
    read, asked = [_Read(page, page.text.text) for page in pages if page.text], _Wanted(wanted)
    marked = any(word.exact != word.folded for word in wanted)
    # Who types no marks means all spellings; who types some means those, if the book has them.
    for how in [way for way in ways if marked or way is not MatchMode.EXACT]:
        hits = _limited(_hits(read, asked, how))
        if hits:
            return InsideResults(how, tuple(hits[:MAX_HITS]), more=len(hits) > MAX_HITS)
    return InsideResults(MatchMode.WORDS, ())


def _limited(hits: Iterator[InsideHit]) -> list[InsideHit]:
    return [hit for hit, _number in zip(hits, range(MAX_HITS + 1), strict=False)]


def _hits(read: Sequence[_Read], wanted: _Wanted, how: MatchMode) -> Iterator[InsideHit]:
    for number, here in enumerate(read):
        if how is MatchMode.WORDS:
            yield from _scattered(here, wanted)
            continue
        if wanted.together.search(here.plain):
            yield from _phrases(here, wanted.words, how)
        if number + 1 < len(read):
            yield from _across(here, read[number + 1], wanted, how)


def _spelling(words: Iterable[Token], how: MatchMode) -> list[str]:
    return [word.exact if how is MatchMode.EXACT else word.folded for word in words]


def _phrases(here: _Read, wanted: Sequence[Token], how: MatchMode) -> Iterator[InsideHit]:
    have, phrase = _spelling(here.words, how), _spelling(wanted, how)
    for place, word in enumerate(have):
        if word == phrase[0] and have[place : place + len(phrase)] == phrase:
            spans = _spans(here.words[place : place + len(phrase)])
            yield InsideHit(here.page, spans, snippet(here.text, spans))


def _across(here: _Read, then: _Read, wanted: _Wanted, how: MatchMode) -> Iterator[InsideHit]:
    """The phrase that begins on one page and ends on the next; numbers and running heads between are no words of it."""
    phrase = _spelling(wanted.words, how)
    if len(phrase) < 2 or not (wanted.each[0].search(here.plain) and wanted.each[-1].search(then.plain)):
        return
    between = page_join(here.text, then.text)
    before = here.last_words(len(phrase) - 1, end=between.before)
    after = then.first_words(len(phrase) - 1, start=between.after)
    for length in range(1, len(phrase)):
        head, tail = before[-length:], after[: len(phrase) - length]
        if _spelling([*head, *tail], how) == phrase:
            spans = _spans(head)
            yield InsideHit(here.page, spans, snippet(here.text, spans), then.page, _spans(tail))


def _scattered(here: _Read, wanted: _Wanted) -> Iterator[InsideHit]:
    """Every word somewhere on the page: one hit for the page, its snippet at the first of them."""
    if not all(word.search(here.plain) for word in wanted.each):
        return
    asked = {word.folded for word in wanted.words}
    found = [word for word in here.words if word.folded in asked]
    if asked == {word.folded for word in found}:
        spans = _spans(found)
        yield InsideHit(here.page, spans, snippet(here.text, spans))


def _spans(words: Iterable[Token]) -> tuple[Span, ...]:
    return tuple(Span(word.start, word.end) for word in words)


def snippet(text: str, spans: Sequence[Span]) -> tuple[Fragment, ...]:
    """The text around the first span, cut between words, with the spans in it marked."""
    start, end = max(spans[0].start - AROUND, 0), min(spans[0].end + 2 * AROUND, len(text))
    if start:
        start = next((place + 1 for place in range(start, spans[0].start) if text[place].isspace()), spans[0].start)
    if end < len(text):
        end = next((place for place in range(end, spans[0].end, -1) if text[place - 1].isspace()), spans[0].end)
    inner = [Span(s.start - start, s.end - start) for s in spans if start <= s.start and s.end <= end]
    parts = [Fragment(SPACES.sub(" ", part.text), part.marked) for part in split(text[start:end], inner)]
    before = [Fragment("…", marked=False)] if start else []
    after = [Fragment("…", marked=False)] if end < len(text) else []
    return (*before, *parts, *after)


def split(text: str, spans: Iterable[Span]) -> Iterator[Fragment]:
    """The whole text in pieces, those of the spans marked; neighbours with only space between them are one piece."""
    here = 0
    for span in _joined(text, spans):
        if span.start > here:
            yield Fragment(text[here : span.start], marked=False)
        yield Fragment(text[span.start : span.end], marked=True)
        here = span.end
    if here < len(text):
        yield Fragment(text[here:], marked=False)


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
