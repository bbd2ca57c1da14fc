"""Recognise what a question names; quoted phrases are never interpreted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from search.analysis import Token, tokens
from search.meaning import NOTHING, Meaning, Phrase, Term
from search.plain_questions.grades import bare_grade, grade_at
from search.plain_questions.vocabulary import Entry, Needs, Vocabulary, folded_phrases, same_word
from search.query import MAX_WORDS, QUOTED

# Words without a meaning of their own beside something that is understood.
FILLERS = tokens("môn về cho của các những và hoặc tìm cần xin trong theo for about of the in on a an with and")
FILLER_PHRASES = tuple(map(tokens, ("môn học", "tài liệu", "học liệu", "tìm kiếm")))
SCHOOL_CUES = frozenset(["truong", "thcs", "thpt", "school", "tieu", "mam", "ptdt"])
SCHOOL_LEVELS = (("thcs",), ("thpt",), ("tieu", "hoc"), ("th",), ("mam", "non"), ("mn",))
BEFORE_BARE_GRADES = frozenset({"subject", "kind", "grade"})

SchoolNames = Callable[[], Mapping[str, str]]  # returns the names of all schools by code


@dataclass(frozen=True)
class Piece:
    """A run `typed[at:at+length]` of words; `term` is None for a word that is not understood."""

    at: int
    length: int
    term: Term | None = None
    needs: Needs = Needs.NOTHING
    is_filler: bool = False
    is_number: bool = False  # a number that is a grade only beside a subject or a kind

    @property
    def is_unknown(self) -> bool:
        """Whether the word has no meaning here."""
        return self.term is None and not self.is_filler


def understand(text: str, vocabulary: Vocabulary, schools: SchoolNames = dict) -> Meaning:
    """Return what a question names."""
    typed = tokens(QUOTED.sub(lambda quoted: " " * len(quoted.group()), text))[:MAX_WORDS]
    pieces = _settled(_pieces(typed, vocabulary, schools))
    terms = [piece.term for piece in pieces if piece.term is not None]
    if not terms:
        return NOTHING
    rest = [typed[piece.at] for piece in pieces if piece.is_unknown]
    return Meaning(tuple(_languages_settled(terms)), tuple(rest))


def _pieces(typed: list[Token], vocabulary: Vocabulary, schools: SchoolNames) -> list[Piece]:
    names = _school_phrases(schools()) if SCHOOL_CUES & {token.folded for token in typed} else {}
    pieces, at = list[Piece](), 0
    while at < len(typed):
        piece = _piece(typed, at, vocabulary, names)
        pieces.append(piece)
        at += piece.length
    return pieces


def _piece(typed: list[Token], at: int, vocabulary: Vocabulary, names: Mapping[Phrase, tuple[str, ...]]) -> Piece:
    if school := _school_at(typed, at, names):
        return school
    if (match := vocabulary.match(typed, at)) is not None:
        term = _term(match.entry, typed[at].start, typed[at + match.length - 1].end)
        return Piece(at, match.length, term, match.needs)
    if (grade := grade_at(typed, at)) is not None:
        number, length = grade
        return Piece(at, length, _grade(number, typed[at].start, typed[at + length - 1].end))
    if (bare := bare_grade(typed[at])) is not None:
        return Piece(at, 1, _grade(bare, typed[at].start, typed[at].end), is_number=True)
    for phrase in FILLER_PHRASES:
        there = typed[at : at + len(phrase)]
        if len(there) == len(phrase) and all(map(same_word, there, phrase)):
            return Piece(at, len(phrase), is_filler=True)
    return Piece(at, 1, is_filler=any(same_word(typed[at], filler) for filler in FILLERS))


def _settled(pieces: list[Piece]) -> list[Piece]:
    """Turn what lacks the neighbours that it needs into words, until nothing changes."""
    while True:
        settled = [piece for at in range(len(pieces)) for piece in _checked(pieces, at)]
        if settled == pieces:
            return pieces
        pieces = settled


def _checked(pieces: list[Piece], at: int) -> list[Piece]:
    piece = pieces[at]
    if piece.term is None:
        return [piece]
    before, after = _neighbour(pieces, at, -1), _neighbour(pieces, at, 1)
    if piece.is_number:
        holds = before is not None and before.term is not None and before.term.facet in BEFORE_BARE_GRADES
    elif piece.needs == Needs.NEIGHBOUR:
        unknown = any(other is not None and other.is_unknown for other in (before, after))
        holds = not unknown and any(map(_is_firm, _run(pieces, at)))
    else:
        holds = piece.needs == Needs.NOTHING or before is None or not before.is_unknown
    return [piece] if holds else [Piece(piece.at + offset, 1) for offset in range(piece.length)]


def _neighbour(pieces: Sequence[Piece], at: int, step: int) -> Piece | None:
    """Return the next piece that is not a filler."""
    at += step
    while 0 <= at < len(pieces):
        if not pieces[at].is_filler:
            return pieces[at]
        at += step
    return None


def _run(pieces: Sequence[Piece], at: int) -> Iterable[Piece]:
    """Yield the pieces around a place up to the next unknown words."""
    start = at
    while start > 0 and not pieces[start - 1].is_unknown:
        start -= 1
    for piece in pieces[start:]:
        if piece.is_unknown:
            return
        yield piece


def _is_firm(piece: Piece) -> bool:
    return piece.term is not None and (piece.is_number or piece.needs != Needs.NEIGHBOUR)


def _grade(number: int, start: int, end: int) -> Term:
    names = tuple((cue, str(number)) for cue in ("lop", "khoi", "grade"))
    return Term(start, end, values=(("grade", str(number)),), near_titles=names)


def _term(entry: Entry, start: int, end: int) -> Term:
    is_subject = any(facet == "subject" for facet, _ in entry.values)
    names = entry.phrases if is_subject else ()
    stands_for_words = not is_subject
    return Term(
        start,
        end,
        label=entry.name,
        values=entry.values,
        phrases=entry.phrases if stands_for_words and not _has_facet(entry, "grade", "language") else (),
        near_values=entry.near_values,
        near_phrases=folded_phrases(entry.near),
        near_titles=names,
        title_names=names,
        searched=tuple(dict.fromkeys((*entry.words, *entry.near))) if not entry.values else (),
    )


def _has_facet(entry: Entry, *facets: str) -> bool:
    return any(facet in facets for facet, _ in entry.values)


def _languages_settled(terms: Sequence[Term]) -> Iterable[Term]:
    """Decide whether "tiếng Anh" is the subject or the language: the language beside another subject."""
    has_grade = any(term.facet == "grade" for term in terms)
    for term in terms:
        facets = {facet for facet, _ in term.values}
        if facets != {"subject", "language"}:
            yield term
            continue
        has_subject = any(other is not term and "subject" in {f for f, _ in other.values} for other in terms)
        wanted = "language" if has_subject else "subject" if has_grade else ""
        values = tuple(value for value in term.values if not wanted or value[0] == wanted)
        settled = replace(term, values=values)
        yield replace(settled, near_titles=(), title_names=()) if has_subject else settled


def _school_phrases(names: Mapping[str, str]) -> dict[Phrase, tuple[str, ...]]:
    """Return the codes of schools by each way to write their names."""
    codes: dict[Phrase, tuple[str, ...]] = {}
    for code, name in names.items():
        phrase = tuple(token.folded for token in tokens(name))
        for way in _ways(phrase):
            codes[way] = (*codes.get(way, ()), code)
    return codes


def _ways(phrase: Phrase) -> set[Phrase]:
    """Return a name with and without "trường" and the level: THCS Nguyễn Du, trường Nguyễn Du."""
    bare = phrase[1:] if phrase[:1] == ("truong",) else phrase
    level = next((level for level in SCHOOL_LEVELS if bare[: len(level)] == level), ())
    own = bare[len(level) :]
    ways = {phrase, ("truong", *bare), *([bare] if level else [])}
    if own:
        ways |= {("truong", *own), (*own, "school")}
    return {way for way in ways if way}


def _school_at(typed: list[Token], at: int, names: Mapping[Phrase, tuple[str, ...]]) -> Piece | None:
    longest = max(map(len, names), default=0)
    for length in range(min(longest, len(typed) - at), 1, -1):
        there = typed[at : at + length]
        if codes := names.get(tuple(token.folded for token in there)):
            values = tuple(("school", code) for code in codes)
            return Piece(at, length, Term(there[0].start, there[-1].end, values=values))
    return None
