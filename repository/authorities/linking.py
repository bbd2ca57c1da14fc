"""Which authority a form means: the one whose heading or variant it is, if there is exactly one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from repository.authorities.keys import PERSON, folded_keys, is_same, is_spelt_alike
from repository.authorities.names import dates_fit, split_dates
from repository.models import Authority, AuthorityVariant, HeadingProposal

Kind = Authority.Kind
NAMES, SUBJECTS, SERIES = (Kind.PERSON, Kind.BODY), (Kind.SUBJECT, Kind.PLACE, Kind.PERSON, Kind.BODY), (Kind.SERIES,)
AT_ONCE = 500  # keys in one query


@dataclass(frozen=True)
class Wanted:
    """A form in a record, and the kinds of authorities that it can mean."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class _Candidate:
    authority: int
    kind: str
    text: str
    dates: str


def matches(wanted: Iterable[Wanted]) -> dict[Wanted, int]:
    """Return the authority of each form that means exactly one, by primary key; three queries for up to 500 forms.

    A form means an authority of one of its kinds whose heading or variant it is (keys.is_same), unless the years of
    life differ. Where one has the same diacritics, those that differ in them do not count.
    """
    forms = dict.fromkeys(wanted)
    candidates = _candidates(frozenset(chain.from_iterable(map(_keys, forms)))) if forms else {}
    found: dict[Wanted, int] = {}
    for form in forms:
        means = [one for key in _keys(form) for one in candidates.get(key, ()) if _means(form, one)]
        alike = {one.authority for one in means if is_spelt_alike(one.kind, form.text, one.text)}
        meant = alike or {one.authority for one in means}
        if len(meant) == 1:
            found[form] = meant.pop()
    return found


def headings_in_use(authorities: Iterable[int | None], *, school: int) -> dict[int, str]:
    """Return the headings of these authorities as the records of a school show them, by primary key."""
    keys = [key for key in set(authorities) if key is not None]
    if not keys:
        return {}
    headings = {row.pk: str(row) for row in Authority.objects.filter(pk__in=keys)}
    own = HeadingProposal.objects.filter(authority__in=keys, school=school, in_use=True)
    return headings | {row.authority_id: shown_by(row) for row in own}


def merged_into(authorities: Iterable[int]) -> dict[int, int]:
    """Return these authorities by primary key, each with itself or what it was merged into; unknown ones are left out.

    One query, and one more for each merge of a merged one.
    """
    wanted = set(authorities)
    known = dict[int, int | None]()
    while missing := wanted - known.keys():
        rows = dict(Authority.objects.filter(pk__in=missing).values_list("pk", "merged_into"))
        known |= {key: rows.get(key) for key in missing & rows.keys()}
        wanted = {key for key in rows.values() if key is not None} | (wanted & rows.keys())
    return {key: _last(key, known) for key in set(authorities) & known.keys()}


def uuids_of(authorities: Iterable[int | None]) -> dict[int, str]:
    """Return the UUIDs of these authorities by primary key; one query."""
    keys = {key for key in authorities if key is not None}
    return {row.pk: str(row.uuid) for row in Authority.objects.filter(pk__in=keys)} if keys else {}


def keys_of(uuids: Iterable[str], kinds: Iterable[str]) -> dict[str, int]:
    """Return the primary keys of the authorities of these kinds by UUID; one query."""
    wanted = set(uuids)
    rows = Authority.objects.filter(uuid__in=wanted, kind__in=list(kinds)) if wanted else []
    return {str(row.uuid): row.pk for row in rows}


def labels_of(uuids: Iterable[str]) -> dict[str, str]:
    """Return the headings with years of life by UUID; one query."""
    wanted = set(uuids)
    return {str(row.uuid): str(row) for row in Authority.objects.filter(uuid__in=wanted)} if wanted else {}


def _last(key: int, known: Mapping[int, int | None]) -> int:
    seen = {key}
    while (following := known.get(key)) is not None and following not in seen:
        key = following
        seen.add(key)
    return key


def shown_by(proposal: HeadingProposal) -> str:
    """Return the heading of a proposal with its years of life."""
    heading, dates = proposal.form["heading"], proposal.form["dates"]
    return f"{heading}, {dates}" if dates else str(heading)


def _keys(form: Wanted) -> frozenset[str]:
    return folded_keys(PERSON, form.text) | folded_keys("", form.text) if form.text else frozenset()


def _candidates(keys: frozenset[str]) -> Mapping[str, list[_Candidate]]:
    found = defaultdict[str, list[_Candidate]](list)
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        headings = Authority.objects.filter(folded__in=some, merged_into=None)
        for one in headings:
            found[one.folded].append(_Candidate(one.pk, one.kind, one.heading, one.dates))
        variants = AuthorityVariant.objects.filter(folded__in=some, authority__merged_into=None)
        for variant in variants.select_related("authority"):
            meant = variant.authority
            found[variant.folded].append(_Candidate(meant.pk, meant.kind, variant.text, meant.dates))
    return found


def _means(form: Wanted, candidate: _Candidate) -> bool:
    dates = split_dates(form.text)[1]
    return (
        candidate.kind in form.kinds
        and is_same(candidate.kind, form.text, candidate.text)
        and dates_fit(dates, candidate.dates)
    )
