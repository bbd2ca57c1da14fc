"""Where the words asked for stand in a stored text: the places to mark, and the sentence to show.

Both engines only say which text it is; what is shown of it is made here, from the text as it is stored now.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.analysis import Token, tokens
from search.query import Query, Unit
from search.ranking import is_changeable

BEFORE, AFTER = 80, 140  # characters of the excerpt around the first mark
SENTENCE_ENDS = ".!?…;\n"
MAX_MARKS = 200


class Span(NamedTuple):
    """A place in a text: `text[start:end]`."""

    start: int
    end: int


class Fragment(NamedTuple):
    """A part of an excerpt, marked or not."""

    text: str
    marked: bool


Same = Callable[[Token, str, str], bool]


def find_spans(text: str, query: Query, *, approximate: bool = False) -> list[Span]:
    """The places of the words: whole phrases where there are any, else the loose words one by one."""
    found = _words(text)
    places = sorted({span for unit in query.units for span in _unit(found, unit, approximate)})
    return _merged(places)[:MAX_MARKS]


def holds_phrase(text: str, query: Query) -> bool:
    """Whether every unit of the query stands in the text side by side."""
    found = _words(text)
    return all(any(_phrases(found, unit, _folded)) for unit in query.units)


def excerpt(text: str, places: Sequence[Span]) -> tuple[Fragment, ...]:
    """The sentence around the first longest mark, with all marks in it; empty where there is nothing to mark."""
    if not places:
        return ()
    best = max(places, key=lambda span: (min(span.end - span.start, AFTER), -span.start))
    start, end = _window(text, best)
    return tuple(_pieces(text, start, end, places))


def highlight(text: str, places: Iterable[Span]) -> tuple[Fragment, ...]:
    """The whole of a short text, with its marks."""
    return tuple(_pieces(text, 0, len(text), places))


@lru_cache(maxsize=8)
def _words(text: str) -> tuple[Token, ...]:
    """The words of a text that is looked at several times in turn."""
    return tuple(tokens(text))


def _unit(found: Sequence[Token], unit: Unit, approximate: bool) -> Iterable[Span]:
    """Exact spelling first for those who typed marks; then folded; then, for an approximate answer, similar."""
    ways: list[Same] = [_exact, _folded] if unit.words != unit.folded else [_folded]
    if approximate and not unit.quoted:
        ways.append(_similar)
    for same in ways:
        if phrases := list(_phrases(found, unit, same)):
            return phrases
    return [] if unit.quoted else [span for at in range(len(unit.words)) for span in _word(found, unit, at, ways)]


def _word(found: Sequence[Token], unit: Unit, at: int, ways: list[Same]) -> list[Span]:
    for same in ways:
        if places := [Span(t.start, t.end) for t in found if same(t, unit.words[at], unit.folded[at])]:
            return places
    return []


def _phrases(found: Sequence[Token], unit: Unit, same: Same) -> Iterator[Span]:
    wanted, folded = unit.words, unit.folded
    for at in range(len(found) - len(wanted) + 1):
        # Nearly everywhere the first word is another one already.
        if same(found[at], wanted[0], folded[0]) and all(
            same(found[at + i], wanted[i], folded[i]) for i in range(1, len(wanted))
        ):
            yield Span(found[at].start, found[at + len(wanted) - 1].end)


def _exact(token: Token, word: str, folded: str) -> bool:
    return token.exact == word


def _folded(token: Token, word: str, folded: str) -> bool:
    return token.folded == folded


def _similar(token: Token, word: str, folded: str) -> bool:
    near = is_changeable(folded) and OSA.distance(token.folded, folded, score_cutoff=1) <= 1
    return near or token.folded == folded


def _merged(places: Iterable[Span]) -> list[Span]:
    """Without overlaps: a word inside a phrase is marked once."""
    merged: list[Span] = []
    for place in places:
        if merged and place.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, place.end))
        else:
            merged.append(place)
    return merged


def _window(text: str, best: Span) -> tuple[int, int]:
    """From the beginning of the sentence or of a word, to the end of one, not much more than a line or two."""
    earliest, latest = max(0, best.start - BEFORE), min(len(text), best.end + AFTER)
    begin = max(text.rfind(end, earliest, best.start) for end in SENTENCE_ENDS if end != "\n") + 1
    if begin == 0 and earliest > 0:
        begin = max(earliest, text.find(" ", earliest, best.start) + 1)
    begin += len(text[begin : best.start]) - len(text[begin : best.start].lstrip())
    finish = latest if latest == len(text) else max(text.rfind(" ", best.end, latest), best.end)
    return begin, finish


def _pieces(text: str, start: int, end: int, places: Iterable[Span]) -> Iterator[Fragment]:
    at = start
    if text[:start].strip():
        yield Fragment("… ", marked=False)
    for place in places:
        if place.start < at or place.end > end:
            continue
        yield from _plain(text[at : place.start])
        yield Fragment(" ".join(text[place.start : place.end].split()), marked=True)
        at = place.end
    yield from _plain(text[at:end])
    if text[end:].strip():
        yield Fragment(" …", marked=False)


def _plain(text: str) -> Iterator[Fragment]:
    """White space as one space, kept at both ends where it stood between words."""
    words = " ".join(text.split())
    if text:
        yield Fragment(" " * text[:1].isspace() + words + " " * (text[-1:].isspace() and bool(words)), marked=False)
