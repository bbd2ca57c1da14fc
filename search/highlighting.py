"""Phrase finding, highlighting and excerpts of stored texts, for search results and for the search inside a book.

Engines only return which text matches; what is shown of it is computed here, from the text as it is stored now.
Libraries considered: the highlighters of Tantivy and Elasticsearch need the text in the index, and know neither phrases
across a page break nor the spellings of search/analysis.py.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.analysis import Token, readings
from search.query import Query, Unit
from search.ranking import is_changeable

# Characters of an excerpt before and after its mark, at most.
SENTENCE_BEFORE, SENTENCE_AFTER = 80, 140
LINE_BEFORE, LINE_AFTER = 40, 80
SENTENCE_ENDS = ".!?…;"
MAX_MARKS = 200
SPACES = re.compile(r"\s+")


class Span(NamedTuple):
    """The characters `text[start:end]`."""

    start: int
    end: int


class Fragment(NamedTuple):
    """A piece of a text, marked or not."""

    text: str
    marked: bool


Matcher = Callable[[Token, str, str], bool]  # of a token of the text, and a word of the query with its folded form


def exactly(token: Token, word: str, folded: str) -> bool:
    """Match the spelling with diacritics."""
    return token.exact == word


def without_diacritics(token: Token, word: str, folded: str) -> bool:
    """Match the spelling without diacritics."""
    return token.folded == folded


def one_edit_away(token: Token, word: str, folded: str) -> bool:
    """Match as the fuzzy conditions of search/ranking.py do."""
    near = is_changeable(folded) and OSA.distance(token.folded, folded, score_cutoff=1) <= 1
    return near or token.folded == folded


def find_phrases(text: Sequence[Token], unit: Unit, matches: Matcher) -> Iterator[Sequence[Token]]:
    """Yield each run of tokens that matches the words of the unit side by side."""
    words, folded = unit.words, unit.folded
    for start in range(len(text) - len(words) + 1):
        # Test the first word alone, because it differs nearly everywhere.
        if matches(text[start], words[0], folded[0]) and all(
            matches(text[start + at], words[at], folded[at]) for at in range(1, len(words))
        ):
            yield text[start : start + len(words)]


def find_spans(text: str, query: Query, *, approximate: bool = False) -> list[Span]:
    """Return the spans to mark, without overlaps: whole phrases if the text has any, else the loose words; synonyms."""
    units = (*query.units, *(Unit(phrase, quoted=True) for phrase in query.meaning.phrases))
    spans = sorted({span for unit in units for span in _spans_of(_readings(text), unit, approximate)})
    return _merged(spans)[:MAX_MARKS]


def holds_phrase(text: str, query: Query) -> bool:
    """Return whether the text contains the words of every unit side by side, ignoring diacritics."""
    return all(any(_runs(_readings(text), unit, without_diacritics)) for unit in query.units)


def fragments(text: str, spans: Iterable[Span]) -> Iterator[Fragment]:
    """Split the whole text at the spans, which are sorted and do not overlap."""
    position = 0
    for span in spans:
        if span.start > position:
            yield Fragment(text[position : span.start], marked=False)
        yield Fragment(text[span.start : span.end], marked=True)
        position = span.end
    if position < len(text):
        yield Fragment(text[position:], marked=False)


def highlight(text: str, spans: Iterable[Span]) -> tuple[Fragment, ...]:
    """Return the whole of a short text with its marks."""
    return tuple(_with_single_spaces(fragments(text, spans)))


def excerpt(text: str, spans: Sequence[Span]) -> tuple[Fragment, ...]:
    """Return the sentence around the first longest span, with all marks in it; empty without spans."""
    if not spans:
        return ()
    best = max(spans, key=lambda span: (min(span.end - span.start, SENTENCE_AFTER), -span.start))
    start, end = _window(text, best, SENTENCE_BEFORE, SENTENCE_AFTER)
    sentence = max(text.rfind(sign, max(0, best.start - SENTENCE_BEFORE), best.start) for sign in SENTENCE_ENDS) + 1
    start = sentence or start
    start += len(text[start : best.start]) - len(text[start : best.start].lstrip())
    return tuple(_cut(text, start, end, spans, lead="… "))


def line_excerpt(text: str, spans: Sequence[Span]) -> tuple[Fragment, ...]:
    """Return a line of text around the first span, with all marks in it; adjacent words are one mark."""
    start, end = _window(text, spans[0], LINE_BEFORE, LINE_AFTER)
    return tuple(_cut(text, start, end, adjoined(text, spans), lead="…"))


def adjoined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return sorted spans without overlaps; spans with only whitespace between them become one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


Readings = tuple[tuple[Token, ...], ...]  # of a text: compounds in pieces, and each as one word


@lru_cache(maxsize=8)
def _readings(text: str) -> Readings:
    """Return the tokens of a text; cached, because several functions read the same text in turn."""
    return tuple(tuple(reading) for reading in readings(text))


def _runs(text: Readings, unit: Unit, matches: Matcher) -> Iterator[Sequence[Token]]:
    """Yield the phrases of a unit in any reading of the text."""
    for reading in unit.readings:
        for tokens in text:
            yield from find_phrases(tokens, reading, matches)


def _spans_of(text: Readings, unit: Unit, approximate: bool) -> Iterable[Span]:
    """Try the exact spelling first if the unit has diacritics, then the folded and, if approximate, the similar one."""
    matchers: list[Matcher] = [exactly, without_diacritics] if unit.words != unit.folded else [without_diacritics]
    if approximate and not unit.quoted:
        matchers.append(one_edit_away)
    for matches in matchers:
        if phrases := [Span(run[0].start, run[-1].end) for run in _runs(text, unit, matches)]:
            return phrases
    return [] if unit.quoted else _loose(text, unit, matchers)


def _loose(text: Readings, unit: Unit, matchers: list[Matcher]) -> list[Span]:
    """Return the spans of single words: those of compounds as one word, if the text has all of them so."""
    found = list[list[list[Span]]]()
    for reading in reversed(unit.readings):
        found.append([_word(text, reading, at, matchers) for at in range(len(reading.words))])
        if all(found[-1]):
            return [span for spans in found[-1] for span in spans]
    return [span for reading in found for spans in reading for span in spans]


def _word(text: Readings, unit: Unit, at: int, matchers: list[Matcher]) -> list[Span]:
    for matches in matchers:
        spans = {Span(t.start, t.end) for tokens in text for t in tokens if matches(t, unit.words[at], unit.folded[at])}
        if spans:
            return sorted(spans)
    return []


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Merge overlapping spans, so that a word inside a phrase is marked once."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _window(text: str, span: Span, before: int, after: int) -> tuple[int, int]:
    """Return the bounds of an excerpt around a span, cut between words."""
    start, end = max(span.start - before, 0), min(span.end + after, len(text))
    if start:
        start = next((at + 1 for at in range(start, span.start) if text[at].isspace()), span.start)
    if end < len(text):
        end = next((at for at in range(end, span.end, -1) if text[at].isspace()), span.end)
    return start, end


def _cut(text: str, start: int, end: int, spans: Iterable[Span], *, lead: str) -> Iterator[Fragment]:
    inside = [Span(s.start - start, s.end - start) for s in spans if start <= s.start and s.end <= end]
    if text[:start].strip():
        yield Fragment(lead, marked=False)
    yield from _with_single_spaces(fragments(text[start:end], inside))
    if text[end:].strip():
        yield Fragment(" …", marked=False)


def _with_single_spaces(pieces: Iterable[Fragment]) -> Iterator[Fragment]:
    return (Fragment(SPACES.sub(" ", piece.text), piece.marked) for piece in pieces)
