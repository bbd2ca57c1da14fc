"""Find the record of the school that a staged one describes: by ISBN, by control number, else by title and first name.

A number decides, if one record of the school has it and its title is alike. Where only the title and the first name
agree, without marks and capitals, or where several records agree, the librarian decides. Records of other schools are
never looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from imports.errors import OtherTitle, SeveralMatches, TitleAlone
from imports.merging import differing
from imports.models import StagedRecord
from repository.copies import CopyEntry, copies_of, merged_copies
from repository.description import Description
from repository.letters import plain
from repository.match_keys import control_numbers, match_title
from repository.models import MarcRecord, Resource

Action, FoundBy = StagedRecord.Action, StagedRecord.FoundBy
ALIKE = 60  # of 100: below, two titles are different ones
MAX_CANDIDATES = 10


@dataclass(frozen=True)
class Keys:
    """By what a record is compared; texts without marks and capitals, empty where the record has none."""

    record: str = ""  # the UUID of the record itself
    isbn: str = ""
    control: str = ""
    title: str = ""
    subtitle: str = ""
    name: str = ""

    @classmethod
    def of(cls, description: Description, record: str = "") -> "Keys":
        """Return the keys of a description."""
        first = next(iter(description.creators), "")
        name = first if isinstance(first, str) else first.name
        return cls(
            record=record,
            isbn=description.isbn,
            control=next(iter(control_numbers(description.identifiers)), ""),
            title=match_title(description.title),
            subtitle=plain(description.subtitle),
            name=" ".join(sorted(plain(name).split())),  # direct and inverted forms alike
        )

    def is_like(self, other: "Keys") -> bool:
        """Return whether title and first name agree, as far as both have them, and no number contradicts."""
        return (
            self.title == other.title
            and _agree(self.subtitle, other.subtitle)
            and _agree(self.name, other.name)
            and _agree(self.isbn, other.isbn)
        )


@dataclass(frozen=True)
class Known:
    """A record of the school."""

    resource: int
    keys: Keys
    description: Description
    copies: Sequence[CopyEntry]
    has_marc: bool


@dataclass(frozen=True)
class Incoming:
    """What a file says of a book. `keeps_marc`: it is a MARC record to keep."""

    description: Description
    copies: Sequence[CopyEntry]
    keeps_marc: bool

    def is_same(self, known: Known) -> bool:
        """Return whether the record of the school has all of it."""
        if self.keeps_marc and not known.has_marc:
            return False
        copies = merged_copies(known.copies, self.copies)
        return copies == list(known.copies) and not differing(known.description, self.description)


@dataclass(frozen=True)
class Match:
    """What the import would do with a record, and why."""

    action: str
    found_by: str = ""
    resource: int | None = None
    candidates: list[int] = field(default_factory=list)
    twin: int | None = None
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)


class Catalogue:
    """The records of one school that the records of a chunk may describe, read in a few queries."""

    def __init__(self, school: int, wanted: Iterable[Keys]) -> None:
        keys = list(wanted)
        known = _known(school, keys)
        self.by_record = _grouped(known, lambda one: [one.keys.record])
        self.by_isbn = _grouped(known, lambda one: [one.keys.isbn])
        self.by_control = _grouped(known, lambda one: control_numbers(one.description.identifiers))
        self.by_title = _grouped(known, lambda one: [one.keys.title])

    def match(
        self, keys: Keys, description: Description, copies: Sequence[CopyEntry] = (), *, keeps_marc: bool
    ) -> Match:
        """Return what the import would do with one record."""
        incoming = Incoming(description, copies, keeps_marc)
        for found_by, found in (
            (FoundBy.RECORD, self.by_record[keys.record] if keys.record else []),
            (FoundBy.CONTROL, self.by_control[keys.control] if keys.control else []),
            (FoundBy.ISBN, self.by_isbn[keys.isbn] if keys.isbn else []),
        ):
            if len(found) == 1:
                return _decided(found_by, found[0], keys, incoming)
            if found:
                return _doubtful(SeveralMatches.code, found_by, found)
        alike = [one for one in self.by_title[keys.title] if keys.is_like(one.keys)] if keys.title else []
        if not alike:
            return Match(Action.NEW)
        if len(alike) == 1 and incoming.is_same(alike[0]):
            return Match(Action.SAME, FoundBy.TITLE, alike[0].resource)
        return _doubtful(SeveralMatches.code if len(alike) > 1 else TitleAlone.code, FoundBy.TITLE, alike)

    def has_number(self, keys: Keys) -> bool:
        """Return whether a record has the same ISBN or control number."""
        return bool(keys.isbn and self.by_isbn[keys.isbn]) or bool(keys.control and self.by_control[keys.control])


def _decided(found_by: str, one: Known, keys: Keys, incoming: Incoming) -> Match:
    if token_set_ratio(keys.title, one.keys.title) < ALIKE and found_by == FoundBy.ISBN:
        return _doubtful(OtherTitle.code, found_by, [one])
    return Match(Action.SAME if incoming.is_same(one) else Action.CHANGED, found_by, one.resource)


def _doubtful(reason: str, found_by: str, found: Sequence[Known]) -> Match:
    keys = [one.resource for one in found[:MAX_CANDIDATES]]
    return Match(Action.DOUBTFUL, found_by, candidates=keys, reason=reason)


def _known(school: int, keys: Sequence[Keys]) -> list[Known]:
    own = Resource.objects.filter(owner=school).order_by()
    found = own.filter(isbn__in={one.isbn for one in keys} - {""}).values_list("pk")
    found = found.union(
        own.filter(uuid__in={one.record for one in keys} - {""}).values_list("pk"),
        own.filter(control_number__in={one.control for one in keys} - {""}).values_list("pk"),
        own.filter(match_title__in={one.title for one in keys} - {""}).values_list("pk"),
    )
    rows = Resource.objects.filter(pk__in=[pk for (pk,) in found]).prefetch_related(
        "contributors", "headings", "copy_data"
    )
    with_marc = set(MarcRecord.objects.filter(resource__in=rows).values_list("resource", flat=True))
    known = []
    for row in rows.order_by("pk"):
        described = Description.of(row)
        known.append(Known(row.pk, Keys.of(described, str(row.uuid)), described, copies_of(row), row.pk in with_marc))
    return known


def _grouped(known: Iterable[Known], keys_of: Any) -> Mapping[str, list[Known]]:
    grouped: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        for key in keys_of(one):
            if key:
                grouped[key].append(one)
    return grouped


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other
