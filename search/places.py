"""The pages and moments of the hits, with the sentence that holds the words, from the texts as they are stored now."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from repository.models import Cue, Page
from search.document import Part
from search.found import FoundPlace
from search.marks import Piece, excerpt, find, holds_phrase
from search.query import Query
from search.results import Hit
from search.seam import joined

Places = Mapping[str, tuple[FoundPlace, ...]]


def places_of(query: Query, hits: Sequence[Hit], *, approximate: bool) -> Places:
    """For each hit, by its key, the places that still hold the words; ask only for what the viewer may look into."""
    wanted = {part: [p.reference for hit in hits for p in hit.parts if p.part == part] for part in Part}
    pages = Page.objects.filter(uuid__in=wanted[Part.PAGE]).select_related("text")
    cues = Cue.objects.filter(pk__in=wanted[Part.CUE])
    found = {(Part.PAGE, str(page.uuid)): _page_place(page, query, approximate) for page in pages}
    found |= {(Part.CUE, str(cue.pk)): _cue_place(cue, query, approximate) for cue in cues}
    return {hit.key: tuple(_standing(found.get((p.part, p.reference)) for p in hit.parts)) for hit in hits}


def _standing(places: Iterable[FoundPlace | None]) -> Iterable[FoundPlace]:
    return (place for place in places if place is not None and place.pieces)


def _page_place(page: Page, query: Query, approximate: bool) -> FoundPlace:
    pieces = _sentence(_text(page), query, approximate, following=lambda: _text(_next_page(page)))
    return FoundPlace(Part.PAGE, pieces, page=page)


def _cue_place(cue: Cue, query: Query, approximate: bool) -> FoundPlace:
    pieces = _sentence(cue.text, query, approximate, following=lambda: _next_cue_text(cue))
    return FoundPlace(Part.CUE, pieces, start_ms=cue.start_ms)


def _sentence(text: str, query: Query, approximate: bool, following: Callable[[], str]) -> tuple[Piece, ...]:
    """Of the text alone, or, where the phrase runs over its end, of both."""
    if not holds_phrase(text, query):
        both = joined(text, following())
        if holds_phrase(both, query):
            text = both
    return excerpt(text, find(text, query, approximate=approximate))


def _text(page: Page | None) -> str:
    return page.text.text if page is not None and page.text is not None else ""


def _next_page(page: Page) -> Page | None:
    later = Page.objects.filter(resource=page.resource_id, order_key__gt=page.order_key)
    return later.select_related("text").order_by("order_key").first()


def _next_cue_text(cue: Cue) -> str:
    later = Cue.objects.filter(file=cue.file_id, start_ms__gt=cue.start_ms).order_by("start_ms").first()
    return later.text if later else ""
