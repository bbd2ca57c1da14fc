"""Which authority of the node an entry of a file means, and what the import would do with it.

By the identifier of Tủ Sách, else by the number in the same list, else by heading and years of life. A heading that
agrees in part, or that several authorities have, is doubtful and never merged alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from imports.authority_files.errors import IsVariant, OtherMarks, OtherNumber, OtherYears, SeveralAuthorities
from imports.authority_files.models import StagedAuthority
from repository.authorities.entries import completed, overwritten, renamed
from repository.authorities.form import Form
from repository.authorities.keys import folded_keys, is_same, is_spelt_alike
from repository.authorities.linking import merged_into
from repository.authorities.names import dates_fit
from repository.authority_entry import Entry
from repository.models import Authority, AuthorityVariant

Action, FoundBy = StagedAuthority.Action, StagedAuthority.FoundBy
MAX_CANDIDATES = 10
Number = tuple[str, str]  # scheme, number in it


@dataclass(frozen=True)
class Match:
    """What the import would do with an entry; `candidates` are keys of authorities."""

    action: str
    authority: int | None = None
    found_by: str = ""
    candidates: list[int] = field(default_factory=list)
    reason: str = ""


class Authorities:
    """The authorities that some entries may mean; about six queries for some hundred entries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        wanted = list(entries)
        keys = {key for one in wanted for key in folded_keys(one.kind, one.heading)}
        uuids = {one.uuid for one in wanted if one.uuid}
        numbers = {one.scheme_id for one in wanted if one.scheme}
        standing = Authority.objects.filter(merged_into=None)
        variants = AuthorityVariant.objects.filter(folded__in=keys, authority__merged_into=None)
        own = dict(Authority.objects.filter(uuid__in=uuids).values_list("uuid", "pk"))
        numbered = list(Authority.objects.filter(scheme_id__in=numbers).exclude(scheme="").values_list("pk", flat=True))
        named = list(standing.filter(folded__in=keys).values_list("pk", flat=True))
        as_variant = list(variants.values_list("authority", "authority__kind", "folded", "text"))
        last = merged_into([*own.values(), *numbered, *named, *(key for key, *_rest in as_variant)])
        rows = Authority.objects.prefetch_related("variants").in_bulk(set(last) | set(last.values()))
        self._own = {str(uuid): (rows[key], rows[last[key]]) for uuid, key in own.items() if key in last}
        self._numbered = defaultdict[Number, set[int]](set)
        for key in numbered:
            self._numbered[rows[key].scheme, rows[key].scheme_id].add(last[key])
        self._headed = defaultdict[tuple[str, str], set[int]](set)
        for key in named:
            self._headed[rows[key].kind, rows[key].folded].add(key)
        self._variants = defaultdict[tuple[str, str], list[tuple[int, str]]](list)
        for key, kind, folded, text in as_variant:
            self._variants[kind, folded].append((key, text))
        self._rows: Mapping[int, Authority] = rows

    def match(self, entry: Entry) -> Match:
        """Return what the import would do with an entry."""
        return self._by_uuid(entry) or self._by_number(entry) or self._by_heading(entry) or Match(Action.NEW)

    def _by_uuid(self, entry: Entry) -> Match | None:
        found = self._own.get(entry.uuid)
        if found is None or found[1].kind != entry.kind:
            return None
        own, stands = found
        return _compared(stands, entry, FoundBy.UUID if own.pk == stands.pk else FoundBy.HEADING)

    def _by_number(self, entry: Entry) -> Match | None:
        keys = self._numbered.get((entry.scheme, entry.scheme_id), set()) if entry.scheme else set()
        found = [self._rows[key] for key in sorted(keys) if self._rows[key].kind == entry.kind]
        if len(found) > 1:
            return _doubtful(found, SeveralAuthorities.code)
        return _compared(found[0], entry, FoundBy.NUMBER) if found else None

    def _by_heading(self, entry: Entry) -> Match | None:
        keys = {
            key for one in folded_keys(entry.kind, entry.heading) for key in self._headed.get((entry.kind, one), ())
        }
        rows = [self._rows[key] for key in sorted(keys)]
        same = [row for row in rows if is_same(entry.kind, entry.heading, row.heading)]
        alike = [row for row in same if is_spelt_alike(entry.kind, entry.heading, row.heading)]
        exact = [row for row in alike if bool(row.dates) == bool(entry.dates) and dates_fit(row.dates, entry.dates)]
        if len(exact) == 1:
            row = exact[0]
            if entry.scheme and row.scheme == entry.scheme and row.scheme_id != entry.scheme_id:
                return _doubtful(exact, OtherNumber.code)
            return _compared(row, entry, FoundBy.HEADING)
        for found, reason in ((exact, SeveralAuthorities), (alike, OtherYears), (same, OtherMarks)):
            if found:
                return _doubtful(found, reason.code)
        return self._by_variant(entry)

    def _by_variant(self, entry: Entry) -> Match | None:
        keys = {
            key
            for folded in folded_keys(entry.kind, entry.heading)
            for key, text in self._variants.get((entry.kind, folded), ())
            if is_spelt_alike(entry.kind, entry.heading, text)
        }
        found = [self._rows[key] for key in sorted(keys) if dates_fit(self._rows[key].dates, entry.dates)]
        return _doubtful(found, IsVariant.code) if found else None


def form_after(present: Authority, entry: Entry, found_by: str) -> Form:
    """Return the form that an authority gets from an entry; its heading changes only where a number found it."""
    before = Form.of(present)
    if found_by == FoundBy.UUID:
        return overwritten(before, entry)
    return renamed(before, entry) if found_by == FoundBy.NUMBER else completed(before, entry)


def number_after(present: Authority, entry: Entry) -> Number:
    """Return the number that an authority gets from an entry: its own, if it has one."""
    own = (present.scheme, present.scheme_id)
    return (entry.scheme, entry.scheme_id) if not own[1] and entry.scheme_id else own


def state_of(authority: Authority) -> dict[str, Any]:
    """Return the form and the number of an authority as the row of an entry stores them."""
    return {"form": Form.of(authority).values(), "number": [authority.scheme, authority.scheme_id]}


def _compared(present: Authority, entry: Entry, found_by: str) -> Match:
    same = form_after(present, entry, found_by) == Form.of(present)
    same = same and number_after(present, entry) == (present.scheme, present.scheme_id)
    return Match(Action.SAME if same else Action.CHANGED, present.pk, found_by)


def _doubtful(rows: Iterable[Authority], reason: str) -> Match:
    return Match(Action.DOUBTFUL, candidates=[row.pk for row in rows][:MAX_CANDIDATES], reason=reason)
