"""Relax a question that finds nothing: the rarest parts are kept, as many as are found together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from search.analysis import Token, tokens
from search.engine_results import EngineResults
from search.meaning import Meaning, Term
from search.query import MAX_WORDS, QUOTED, Query

MAX_COUNTED = 12  # parts of a question that are searched one by one

Search = Callable[[Query], EngineResults]


@dataclass(frozen=True)
class Part:
    """A part `text[start:end]` of a question: a term, a quoted phrase, or words that belong together."""

    start: int
    end: int
    term: Term | None = None
    rest: tuple[Token, ...] = ()
    is_quoted: bool = False


@dataclass(frozen=True)
class Counted:
    """A part and the number of resources that it finds alone."""

    part: Part
    total: int


@dataclass(frozen=True)
class Relaxed:
    """The query that is searched instead, None if nothing is found; what it leaves out; and what each part finds."""

    query: Query | None
    left_out: tuple[Part, ...]
    counts: tuple[Counted, ...]


def relax(query: Query, search: Search) -> Relaxed:
    """Return the query with the rarest parts; words that no resource has together are tried in pairs, then alone."""
    parts = parts_of(query)
    counts = tuple(Counted(part, search(_only(query, [part])).total) for part in parts[:MAX_COUNTED])
    chosen = _together(query, counts, [], search)
    for size in (2, 1):
        if size == 1 and chosen:
            break
        smaller = [piece for part in parts if part not in chosen for piece in _pieces(part, size)][:MAX_COUNTED]
        counted = [Counted(piece, search(_only(query, [piece])).total) for piece in smaller]
        chosen = _together(query, counted, chosen, search)
    left_out = tuple(
        _joined(query.text, [piece for part in parts if part not in chosen for piece in _missing(part, chosen)])
    )
    return Relaxed(_only(query, chosen) if chosen else None, left_out, counts)


def parts_of(query: Query) -> list[Part]:
    """Return the parts of a question in their order; adjacent words that name nothing belong together."""
    quoted = [
        Part(match.start(), match.end(), is_quoted=True) for match in QUOTED.finditer(query.text) if tokens(match[1])
    ]
    terms = [Part(term.start, term.end, term=term) for term in query.meaning.terms]
    rest = query.meaning.rest if query.meaning else _words(query.text)
    runs = list[list[Token]]()
    for token in rest:
        between = query.text[runs[-1][-1].end : token.start] if runs else ""
        if runs and between.isspace():
            runs[-1].append(token)
        else:
            runs.append([token])
    words = [Part(run[0].start, run[-1].end, rest=tuple(run)) for run in runs]
    return sorted([*quoted, *terms, *words], key=lambda part: part.start)


def text_of(query: Query, part: Part) -> str:
    """Return a part as it was typed."""
    return query.text[part.start : part.end]


def _words(text: str) -> list[Token]:
    return tokens(QUOTED.sub(lambda quoted: " " * len(quoted.group()), text))[:MAX_WORDS]


def _together(query: Query, counted: Iterable[Counted], chosen: list[Part], search: Search) -> list[Part]:
    """Add parts, the rarest first, as long as a resource has all of them."""
    chosen = list(chosen)
    for each in sorted((each for each in counted if each.total), key=lambda each: each.total):
        if not chosen or search(_only(query, [*chosen, each.part])).total:
            chosen.append(each.part)
    return chosen


def _pieces(part: Part, size: int) -> list[Part]:
    """Return a run of words in pieces of one or two adjacent words."""
    if size == 1:
        return [Part(token.start, token.end, rest=(token,)) for token in part.rest]
    return [Part(first.start, second.end, rest=(first, second)) for first, second in pairwise(part.rest)]


def _missing(part: Part, chosen: Sequence[Part]) -> Iterable[Part]:
    """Yield what of a part is left out: all of it, or its words outside the chosen pieces."""
    in_pieces = {token.start for piece in chosen for token in piece.rest}
    if not part.rest or not any(token.start in in_pieces for token in part.rest):
        yield part
        return
    yield from (Part(t.start, t.end, rest=(t,)) for t in part.rest if t.start not in in_pieces)


def _joined(text: str, parts: Iterable[Part]) -> Iterable[Part]:
    """Join words that are left out and stand side by side."""
    waiting: Part | None = None
    for part in parts:
        if waiting is not None and waiting.rest and part.rest and text[waiting.end : part.start].isspace():
            waiting = Part(waiting.start, part.end, rest=(*waiting.rest, *part.rest))
            continue
        if waiting is not None:
            yield waiting
        waiting = part
    if waiting is not None:
        yield waiting


def _only(query: Query, parts: Sequence[Part]) -> Query:
    """Return the search for some parts alone: their text and what they mean, without words one letter away."""
    ordered = sorted(parts, key=lambda part: part.start)
    text = " ".join(query.text[part.start : part.end] for part in ordered)
    terms = [part.term for part in ordered if part.term is not None]
    rest = {token for part in ordered for token in part.rest}
    meaning = Meaning(tuple(terms), tuple(sorted(rest, key=lambda token: token.start))) if terms else Meaning()
    return replace(query, text=text, meaning=meaning, literal=True)
