"""The snippets of hits: sentences with the words, from the texts that are stored now."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import OuterRef, Subquery

from repository.models import Cue, Page
from search.document import PartKind
from search.engine_results import EngineHit
from search.highlighting import Fragment, excerpt, find_spans, holds_phrase
from search.page_join import joined
from search.query import Query
from search.results import Snippet


def snippets_for(query: Query, hits: Sequence[EngineHit], *, approximate: bool) -> Mapping[str, tuple[Snippet, ...]]:
    """Return the snippets of each hit, by key, without parts whose text no longer contains the words.

    Checks no access: pass only hits of resources that the viewer may look into.
    """
    references = {part: [p.reference for hit in hits for p in hit.parts if p.part == part] for part in PartKind}
    pages, cues = _pages(references[PartKind.PAGE]), _cues(references[PartKind.CUE])
    snippets = {(PartKind.PAGE, str(page.uuid)): _page_snippet(page, query, approximate) for page in pages}
    snippets |= {(PartKind.CUE, str(cue.pk)): _cue_snippet(cue, query, approximate) for cue in cues}
    return {hit.key: tuple(_not_empty(snippets.get((p.part, p.reference)) for p in hit.parts)) for hit in hits}


def _not_empty(snippets: Iterable[Snippet | None]) -> Iterable[Snippet]:
    return (snippet for snippet in snippets if snippet is not None and snippet.fragments)


def _pages(uuids: Sequence[str]) -> Iterable[Page]:
    """Read pages, each with the text of the next page, in one query."""
    if not uuids:
        return ()
    later = Page.objects.filter(resource=OuterRef("resource"), order_key__gt=OuterRef("order_key"))
    following = Subquery(later.order_by("order_key").values("text__text")[:1])
    return Page.objects.filter(uuid__in=uuids).select_related("text").annotate(following=following)


def _cues(keys: Sequence[str]) -> Iterable[Cue]:
    """Read captions, each with the text of the next one of the same file, in one query."""
    if not keys:
        return ()
    later = Cue.objects.filter(file=OuterRef("file"), start_ms__gt=OuterRef("start_ms"))
    following = Subquery(later.order_by("start_ms").values("text")[:1])
    return Cue.objects.filter(pk__in=keys).annotate(following=following)


def _page_snippet(page: Page, query: Query, approximate: bool) -> Snippet:
    text = page.text.text if page.text is not None else ""
    return Snippet(PartKind.PAGE, _sentence(text, _following(page), query, approximate), page=page)


def _cue_snippet(cue: Cue, query: Query, approximate: bool) -> Snippet:
    return Snippet(PartKind.CUE, _sentence(cue.text, _following(cue), query, approximate), start_ms=cue.start_ms)


def _following(row: Page | Cue) -> str:
    return row.following or ""  # type: ignore[union-attr]


def _sentence(text: str, following: str, query: Query, approximate: bool) -> tuple[Fragment, ...]:
    """Return the excerpt of the text alone, or of both texts if the phrase crosses from one to the other."""
    if not holds_phrase(text, query):
        both = joined(text, following)
        if holds_phrase(both, query):
            text = both
    return excerpt(text, find_spans(text, query, approximate=approximate))
