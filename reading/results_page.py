"""The results screen: hits with what the viewer can do with them, filters, and links to other pages of results."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.viewer import Viewer
from accounts.paging import position
from circulation.licences.queries import LendingState
from reading.cards import ResourceCard, card_for
from reading.filters import Chip, Facet, chips, facets, namer, namer_of_all, private_names, without_closed
from reading.holdings import usable_instead
from reading.lending import lending_states
from reading.letters import Letter, letter_bar
from reading.links import DeepLink, page_name, timecode_label, words_url
from reading.primary_action import ActionKind, PrimaryAction, primary_action
from reading.understood import Understood, understood_of
from repository.models import Resource
from repository.queries import holdings_of
from search.highlighting import find_spans, highlight
from search.queries import find
from search.query import MAX_DEPTH, PAGE_SIZE, Query, Sort
from search.ranking import MatchForm
from search.results import ResultHit, SearchResults, Snippet


@dataclass(frozen=True)
class Match:
    """A snippet of a hit, with the name and the address of its page or moment."""

    snippet: Snippet
    name: str
    url: str


@dataclass(frozen=True)
class ResultCard:
    """A hit as search returned it, with what the viewer can do with it.

    `inside_url` leads to all matches in the book; empty unless the viewer may read it now.
    """

    hit: ResultHit
    resource: ResourceCard
    matches: tuple[Match, ...]
    inside_url: str
    action: PrimaryAction
    holders: tuple[str, ...] = ()  # other schools that hold the same edition

    @property
    def more_matches(self) -> int:
        """The number of matching pages and moments that are not shown."""
        return max(self.hit.parts_total - len(self.matches), 0)


@dataclass(frozen=True)
class ResultsPage:
    """The context of the results screen; `sort_parameters` are the parameters that a change of the order keeps."""

    address: str
    heading: str
    results: SearchResults
    sorts: tuple[tuple[str, str], ...]
    sort_parameters: tuple[tuple[str, str], ...]
    cards: tuple[ResultCard, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    understood: Understood
    unfiltered_url: str
    previous_url: str
    next_url: str
    position: str
    letters: tuple[Letter, ...] = ()

    @property
    def spans_schools(self) -> bool:
        """Whether several schools hold what is found, so that the counts need an explanation."""
        return len(self.results.facets.get("school", ())) > 1

    @property
    def query(self) -> Query:
        """The search."""
        return self.results.query

    @property
    def as_typed_url(self) -> str:
        """The address of the search for the words as typed; empty if no typing error was corrected."""
        typed = self.results.typed
        return f"{self.address}?{typed.as_typed().address()}" if typed else ""


def results_page(viewer: Viewer, query: Query, typed: Mapping[str, str] | None = None) -> ResultsPage:
    """Search and return the screen; beyond the last page of results, the last one. Raises PageTooDeep.

    `typed` are words by facet, for which values are listed.
    """
    results = find(viewer, query)
    if query.page > results.pages:
        query = query.on_page(results.pages)
        results = find(viewer, query)
    query = results.query  # what was searched, if a typing error was corrected
    address = reverse("reading:results")
    named = private_names(viewer, query, results.facets)
    counts = without_closed(results.facets, named)
    name = namer_of_all(counts, named) if typed else namer(query, counts, named)
    found = [hit.resource for hit in results.hits]
    lending, holdings = lending_states(viewer, found), holdings_of(viewer, found)
    closed = [hit.resource for hit in results.hits if not hit.snippets]
    instead, lent_instead = usable_instead(viewer, closed, holdings, lending)
    lending = {**lending, **lent_instead}
    hits = [shown_as(instead.get(hit.key), hit, results) for hit in results.hits]
    return ResultsPage(
        address=address,
        heading=heading(results.shown_words, results.total),
        results=results,
        sorts=((Sort.RELEVANCE, _("Relevance")), (Sort.NEWEST, _("Newest")), (Sort.TITLE, _("By title"))),
        sort_parameters=sort_parameters(query),
        cards=tuple(
            replace(_card(viewer, hit, lending[hit.key], query), holders=_holders(hit, holdings)) for hit in hits
        ),
        facets=facets(query, counts, name, typed),
        chips=chips(query, address, name),
        understood=understood_of(results, address),
        unfiltered_url=f"{address}?{query.without_filters().address()}",
        previous_url=_page_url(query.page - 1, results, address),
        next_url=_page_url(query.page + 1, results, address),
        position=_position(results),
        letters=_letters(results, address),
    )


def heading(words: str, total: int) -> str:
    """Return the heading: how many results, and for which words."""
    if words:
        sentence = ngettext("%(total)s result for “%(words)s”", "%(total)s results for “%(words)s”", total)
    else:
        sentence = ngettext("%(total)s resource on the shelf", "%(total)s resources on the shelf", total)
    return sentence % {"total": total, "words": words}


def sort_parameters(query: Query) -> tuple[tuple[str, str], ...]:
    """Return the words and the filters as URL parameters."""
    chosen = [(facet, value) for facet, values in query.chosen.items() for value in values]
    flags = [(name, "1") for name, given in (("available", query.available), ("literal", query.literal)) if given]
    return (("q", query.text), *chosen, *flags)


def _card(viewer: Viewer, hit: ResultHit, lending: LendingState, query: Query) -> ResultCard:
    action = primary_action(viewer, hit.resource, lending)
    readable = action.kind is ActionKind.READ
    is_meant = hit.tier is not None and hit.tier.form in (MatchForm.LESSON, MatchForm.MEANING, MatchForm.NEAR_MEANING)
    words = query.words_inside if is_meant else query.text
    links = [_deep_link(snippet, words) for snippet in hit.snippets]
    return ResultCard(
        hit=hit,
        resource=replace(card_for(hit.resource), url=DeepLink(words).resource_url(hit.key)),
        matches=tuple(_match(hit, *pair, readable) for pair in zip(hit.snippets, links, strict=True)),
        inside_url=words_url(hit.key, words) if readable else "",
        action=action.with_target(links[0].url(hit.key)) if links else action,
    )


def shown_as(holding: Resource | None, hit: ResultHit, results: SearchResults) -> ResultHit:
    """Return the hit with another holding of its edition, if there is one."""
    if holding is None:
        return hit
    title = highlight(holding.title, find_spans(holding.title, results.query, approximate=results.approximate))
    return replace(hit, resource=holding, title=title, sentence=())


def _holders(hit: ResultHit, holdings: Mapping[int, list[Resource]]) -> tuple[str, ...]:
    others = (held.owner.name for held in holdings[hit.resource.edition_id] if held.owner_id != hit.resource.owner_id)
    return tuple(dict.fromkeys(others))


def _deep_link(snippet: Snippet, words: str) -> DeepLink:
    second = snippet.start_ms // 1000 if snippet.start_ms is not None else None
    return DeepLink(words, snippet.page.uuid if snippet.page else None, second)


def _match(hit: ResultHit, snippet: Snippet, link: DeepLink, readable: bool) -> Match:
    """Link to the page for those who may read it now, else to the resource's own page, which carries the place."""
    name = page_name(snippet.page) if snippet.page else timecode_label(snippet.start_ms or 0)
    return Match(snippet, name, link.url(hit.key) if readable else link.resource_url(hit.key))


def _page_url(page: int, results: SearchResults, address: str) -> str:
    """Return the address of another page of results; empty if there is none."""
    exists = 1 <= page <= min(results.pages, MAX_DEPTH // PAGE_SIZE)
    return f"{address}?{results.query.on_page(page).address()}" if exists else ""


def _letters(results: SearchResults, address: str) -> tuple[Letter, ...]:
    """Return the bar of first letters for lists that are browsed: without words, or by title."""
    query = results.query
    (chosen, *_others) = query.chosen.get("letter", ("",))
    if query.units and query.sort != Sort.TITLE and not chosen:
        return ()
    return letter_bar(
        results.facets.get("letter", {}), chosen, lambda letter: f"{address}?{query.at_letter(letter).address()}"
    )


def _position(results: SearchResults) -> str:
    query, total = results.query, results.total
    last = min(query.offset + query.size, total)
    return position(query.offset + 1, last, total)
