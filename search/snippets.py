"""The pages and moments of the hits, with the sentence that holds the words, from the texts as they are stored now."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import OuterRef, Subquery

from repository.models import Cue, Page
from search.document import Part
from search.engine_results import EngineHit
from search.highlighting import Fragment, excerpt, find_spans, holds_phrase
from search.page_join import joined
from search.query import Query
from search.results import Snippet

Places = Mapping[str, tuple[Snippet, ...]]


def snippets_for(query: Query, hits: Sequence[EngineHit], *, approximate: bool) -> Places:
    """For each hit, by its key, the places that still hold the words; ask only for what the viewer may look into."""
    wanted = {part: [p.reference for hit in hits for p in hit.parts if p.part == part] for part in Part}
    pages, cues = _pages(wanted[Part.PAGE]), _cues(wanted[Part.CUE])
    found = {(Part.PAGE, str(page.uuid)): _page_place(page, query, approximate) for page in pages}
    found |= {(Part.CUE, str(cue.pk)): _cue_place(cue, query, approximate) for cue in cues}
    return {hit.key: tuple(_standing(found.get((p.part, p.reference)) for p in hit.parts)) for hit in hits}


def _standing(places: Iterable[Snippet | None]) -> Iterable[Snippet]:
    return (place for place in places if place is not None and place.pieces)


def _pages(uuids: Sequence[str]) -> Iterable[Page]:
    """With what a phrase may run over into, read at once: not one question for each of them."""
    if not uuids:
        return ()
    later = Page.objects.filter(resource=OuterRef("resource"), order_key__gt=OuterRef("order_key"))
    following = Subquery(later.order_by("order_key").values("text__text")[:1])
    return Page.objects.filter(uuid__in=uuids).select_related("text").annotate(following=following)


def _cues(keys: Sequence[str]) -> Iterable[Cue]:
    """The same."""
    if not keys:
        return ()
    later = Cue.objects.filter(file=OuterRef("file"), start_ms__gt=OuterRef("start_ms"))
    following = Subquery(later.order_by("start_ms").values("text")[:1])
    return Cue.objects.filter(pk__in=keys).annotate(following=following)


def _page_place(page: Page, query: Query, approximate: bool) -> Snippet:
    text = page.text.text if page.text is not None else ""
    return Snippet(Part.PAGE, _sentence(text, _following(page), query, approximate), page=page)


def _cue_place(cue: Cue, query: Query, approximate: bool) -> Snippet:
    return Snippet(Part.CUE, _sentence(cue.text, _following(cue), query, approximate), start_ms=cue.start_ms)


def _following(row: Page | Cue) -> str:
    return row.following or ""  # type: ignore[union-attr]


def _sentence(text: str, following: str, query: Query, approximate: bool) -> tuple[Fragment, ...]:
    """Of the text alone, or, where the phrase runs over its end, of both."""
    if not holds_phrase(text, query):
        both = joined(text, following)
        if holds_phrase(both, query):
            text = both
    return excerpt(text, find_spans(text, query, approximate=approximate))
