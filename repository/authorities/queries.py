"""All reads of authorities; the first argument is the viewer: librarians and cataloguers, except where it says else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from repository.authorities.alike import Entry, Likeness, pairs_alike
from repository.authorities.keys import exact_key, folded_key
from repository.authorities.linking import NAMES, SERIES, SUBJECTS
from repository.collation import LETTERS, RANK
from repository.models import (
    Authority,
    AuthorityVariant,
    Contributor,
    DistinctAuthorities,
    HeadingProposal,
    Resource,
    ResourceHeading,
)
from repository.queries import owned_by, resources_allowed

SUGGESTED = 8
MAX_COMPARED = 20_000  # headings and variants that are compared with each other
MAX_PAIRS = 200
FIELD_KINDS = {"name": NAMES, "subject": SUBJECTS, "series": SERIES}  # of the fields of a record


@dataclass(frozen=True)
class Suggestion:
    """An authority that a few letters find; `variant` is the form that they found, empty for the heading."""

    authority: Authority
    variant: str = ""


@dataclass(frozen=True)
class AlikePair:
    """Two authorities that look the same, with how many records the viewer finds of each."""

    first: Authority
    second: Authority
    likeness: Likeness
    records: tuple[int, int]


@dataclass(frozen=True)
class UnlinkedForm:
    """A name or a subject heading without an authority, and in how many records it stands."""

    field: str
    text: str
    number: int


def require_cataloguing(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer is a librarian or a cataloguer."""
    if not (viewer.is_staff or viewer.is_cataloguer):
        raise NotFound


def require_cataloguer(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer changes authorities for the node."""
    if not viewer.is_cataloguer:
        raise NotFound


def authorities_for(viewer: Viewer, *, words: str = "", kind: str = "", letter: str = "") -> QuerySet[Authority]:
    """Return the authorities that were not merged, in dictionary order.

    `words`: each begins a word of the heading or of a variant, with or without diacritics. `letter`: the first one of
    the heading, of the Vietnamese alphabet.
    """
    require_cataloguing(viewer)
    found = Authority.objects.filter(merged_into=None)
    if kind in Authority.Kind.values:
        found = found.filter(kind=kind)
    if letter in RANK:
        found = found.filter(sort_heading__startswith=RANK[letter])
    return found.filter(_has_words(words)) if words else found


def letters_of(viewer: Viewer, *, kind: str = "") -> dict[str, int]:
    """Return how many headings begin with each letter, in the order of the alphabet; one query."""
    found = authorities_for(viewer, kind=kind).order_by().annotate(start=Substr("sort_heading", 1, 2))
    numbers = dict(found.values_list("start").annotate(number=Count("pk")))
    return {letter: numbers[RANK[letter]] for letter in LETTERS if RANK[letter] in numbers}


def authority_for(viewer: Viewer, uuid: UUID | str) -> Authority:
    """Return an authority, also a merged one. Raise NotFound where there is none, and for readers."""
    require_cataloguing(viewer)
    found = Authority.objects.filter(uuid=uuid).select_related("merged_into").first()
    if found is None:
        raise NotFound
    return found


def heading_for_reader(uuid: UUID) -> Authority:
    """Return an authority, of a merged one the other. Raise NotFound where there is none.

    It has no viewer: whether a reader may see it, their records of it (`records_of`) decide.
    """
    found = Authority.objects.filter(uuid=uuid).select_related("merged_into").first()
    if found is None:
        raise NotFound
    while found.merged_into is not None:
        found = found.merged_into
    return found


def suggestions(viewer: Viewer, words: str, *, kinds: Iterable[str] = Authority.Kind.values) -> list[Suggestion]:
    """Return the authorities that the letters find: those that begin with them as typed first, then by heading.

    A variant leads to its heading.
    """
    typed, key = exact_key(words), folded_key(words)
    if not key:
        return []
    found = authorities_for(viewer, words=words).filter(kind__in=list(kinds)).prefetch_related("variants")
    rows = [_suggestion(one, words) for one in found[: SUGGESTED * 10]]
    rows.sort(key=lambda row: _closeness(row, typed, key))
    return rows[:SUGGESTED]


def _suggestion(authority: Authority, words: str) -> Suggestion:
    wanted = folded_key(words).split()
    if _begin_words(authority.folded, wanted) or _begin_words(folded_key(authority.heading), wanted):
        return Suggestion(authority)
    forms = (variant.text for variant in authority.variants.all() if _begin_words(folded_key(variant.text), wanted))
    return Suggestion(authority, next(forms, ""))


def _closeness(row: Suggestion, typed: str, key: str) -> tuple[bool, bool, bool]:
    heading = row.variant or row.authority.heading
    return (
        not exact_key(heading).startswith(typed),
        not folded_key(heading).startswith(key),
        bool(row.variant),
    )


def _begin_words(key: str, wanted: Sequence[str]) -> bool:
    return all(f" {word}" in f" {key}" for word in wanted)


def records_of(viewer: Viewer, authority: Authority) -> QuerySet[Resource]:
    """Return the records with an authority that the viewer may find, readers included; by title."""
    return resources_allowed(viewer, Action.DISCOVER).filter(_linked_to([authority.pk])).order_by("sort_title", "pk")


def usage(viewer: Viewer, authorities: Iterable[Authority]) -> dict[int, int]:
    """Return, by key, in how many records that the viewer may find each of these stands."""
    keys = [authority.pk for authority in authorities]
    allowed = resources_allowed(viewer, Action.DISCOVER)
    numbers: dict[int, int] = dict.fromkeys(keys, 0)
    for rows, column in ((Contributor.objects, "authority"), (ResourceHeading.objects, "authority")):
        linked = rows.filter(authority__in=keys, resource__in=allowed.values("pk"))
        for key, number in linked.values_list(column).annotate(number=Count("resource", distinct=True)).order_by():
            numbers[key] += number
    in_series = allowed.filter(series_authority__in=keys).values_list("series_authority")
    for key, number in in_series.annotate(number=Count("pk")).order_by():
        numbers[key] += number
    return numbers


def number_linked(authority: Authority, *, school: int | None = None) -> int:
    """Return in how many records an authority stands, of a school or of all: what a change will reach.

    It has no viewer: an act needs the number of all.
    """
    scope = Resource.objects.filter(_linked_to([authority.pk]))
    return scope.filter(owner=school).count() if school is not None else scope.count()


def transcribed_forms(viewer: Viewer, authority: Authority) -> list[tuple[str, int]]:
    """Return the forms in which records have an authority, with their numbers, the most frequent first."""
    require_cataloguing(viewer)
    allowed = resources_allowed(viewer, Action.DISCOVER).values("pk")
    numbers: dict[str, int] = {}
    for rows, column in ((authority.contributors, "name"), (authority.resource_headings, "text")):
        forms = rows.filter(resource__in=allowed).values_list(column).annotate(number=Count("pk")).order_by()
        for text, number in forms:
            numbers[text] = numbers.get(text, 0) + number
    return sorted(numbers.items(), key=lambda row: (-row[1], row[0]))


def unlinked_forms(viewer: Viewer, *, field: str, limit: int = 100) -> list[UnlinkedForm]:
    """Return the names or subject headings without an authority, the most frequent first.

    A librarian's are those of the own school, a cataloguer's those of all records that they may find.
    """
    require_cataloguing(viewer)
    resources = owned_by(viewer) if viewer.is_staff else resources_allowed(viewer, Action.DISCOVER)
    keys = resources.order_by().values("pk")
    forms: QuerySet[Any] = Resource.objects.filter(pk__in=keys, series_authority=None).exclude(series="")
    text, record = "series", "pk"
    if field == "name":
        forms, text, record = Contributor.objects.filter(authority=None, resource__in=keys), "name", "resource"
    elif field == "subject":
        forms, text, record = ResourceHeading.objects.filter(authority=None, resource__in=keys), "text", "resource"
    counted = forms.order_by().values_list(text).annotate(number=Count(record, distinct=True))
    return [UnlinkedForm(field, form, number) for form, number in counted.order_by("-number", text)[:limit]]


def proposals_for(viewer: Viewer, *, authority: Authority | None = None) -> QuerySet[HeadingProposal]:
    """Return the proposals of all schools, those that wait first."""
    require_cataloguing(viewer)
    found = HeadingProposal.objects.select_related("authority", "school", "by", "decided_by")
    return found.filter(authority=authority) if authority else found


def proposal_for(viewer: Viewer, uuid: UUID) -> HeadingProposal:
    """Return a proposal. Raise NotFound where there is none, and for readers."""
    found = proposals_for(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def own_proposal(viewer: Viewer, authority: Authority) -> HeadingProposal | None:
    """Return the form that the school of the viewer uses instead of the node's; None without one."""
    own = proposals_for(viewer, authority=authority)
    return own.filter(school=viewer.school, in_use=True).first() if viewer.is_staff else None


def alike_for(viewer: Viewer) -> list[AlikePair]:
    """Return pairs of authorities that look the same and that nobody said are two, the closest first."""
    require_cataloguing(viewer)
    apart = set(DistinctAuthorities.objects.values_list("first", "second"))
    pairs = [pair for pair in pairs_alike(_entries()) if (pair.first, pair.second) not in apart][:MAX_PAIRS]
    named = Authority.objects.in_bulk({key for pair in pairs for key in (pair.first, pair.second)})
    numbers = usage(viewer, named.values())
    return [
        AlikePair(named[pair.first], named[pair.second], pair.likeness, (numbers[pair.first], numbers[pair.second]))
        for pair in pairs
    ]


def _entries() -> list[Entry]:
    standing = Authority.objects.filter(merged_into=None).order_by("-pk")
    headings = standing.values_list("pk", "kind", "folded", "dates")[:MAX_COMPARED]
    variants = AuthorityVariant.objects.filter(authority__merged_into=None).order_by("-pk")
    columns = ("authority", "authority__kind", "folded", "authority__dates")
    return [Entry(*row) for row in (*headings, *variants.values_list(*columns)[:MAX_COMPARED])]


def _linked_to(keys: Sequence[int]) -> Q:
    return (
        Q(pk__in=Contributor.objects.filter(authority__in=keys).values("resource"))
        | Q(pk__in=ResourceHeading.objects.filter(authority__in=keys).values("resource"))
        | Q(series_authority__in=keys)
    )


def _has_words(words: str) -> Q:
    """Return the condition that the heading, or one variant, has all the words."""
    wanted = folded_key(words).split()
    if not wanted:
        return Q(pk=None)
    in_variant = AuthorityVariant.objects.filter(reduce(and_, map(_has_word, wanted)))
    return reduce(and_, map(_has_word, wanted)) | Q(pk__in=in_variant.values("authority"))


def _has_word(word: str) -> Q:
    return Q(folded__startswith=word) | Q(folded__contains=f" {word}")
