"""A description: the pivot between forms, formats, imports and the rows of the catalogue."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from django.db.models.fields.related import ForeignKey

from repository import record_bounds as bounds
from repository.call_numbers import call_number_key
from repository.collation import sort_key
from repository.copies import CopyEntry, bounded_copies, copies_from_values, copies_of
from repository.match_keys import control_numbers, match_title
from repository.models import Contributor, MarcRecord, Resource, ResourceHeading

MARC, COPIES = "marc", "copies"  # names of what a record has beside its description among its values
CODE_LISTS = ("subjects", "grades", "languages")


@dataclass(frozen=True)
class Credit:
    """A name as transcribed, its role as a MARC relator code, and the key of the authority that it means."""

    name: str
    role: str = "aut"
    authority: int | None = None


@dataclass(frozen=True)
class SubjectHeading:
    """A subject heading as the record has it, the list that it was taken from, and the key of its authority."""

    text: str
    scheme: str = ""
    authority: int | None = None


@dataclass(frozen=True)
class Link:
    """A relation to another work; `target` is the UUID of a resource, an address, or empty for a title alone."""

    relation: str  # a key of record_bounds.RELATIONS
    title: str = ""
    target: str = ""


@dataclass(frozen=True)
class Description:
    """A librarian's description of a resource; texts in NFC, names as transcribed, grades 1–12.

    A string among `creators` is an author, one among `headings` a heading of no scheme. `notes` and `contents` are
    paragraphs. `identifiers` are pairs of scheme and value.
    """

    title: str
    subtitle: str = ""
    creators: Sequence[Credit | str] = ()
    description: str = ""
    publisher: str = ""
    year: int | None = None
    isbn: str = ""
    edition_statement: str = ""
    place: str = ""
    extent: str = ""
    series: str = ""
    series_number: str = ""
    series_authority: int | None = None
    issn: str = ""
    identifiers: Sequence[tuple[str, str]] = ()
    ddc: str = ""
    ddc_edition: str = ""
    call_number: str = ""
    headings: Sequence[SubjectHeading | str] = ()
    audience: str = ""
    contents: str = ""
    notes: str = ""
    links: Sequence[Link] = ()
    learning_purpose: str = ""
    learning_minutes: int | None = None
    difficulty: str = ""
    kind: str = Resource.Kind.BOOK
    subjects: Sequence[str] = ()
    grades: Sequence[int] = ()
    languages: Sequence[str] = ()
    rights: str = Resource.Rights.UNKNOWN
    rights_note: str = ""
    protected: bool = False

    @classmethod
    def of(cls, resource: Resource) -> "Description":
        """Return the description that a resource has now."""
        columns = {name: getattr(resource, name) for name in _COLUMNS}
        return cls(
            **columns,
            series_authority=resource.series_authority_id,
            creators=[Credit(row.name, row.role, row.authority_id) for row in resource.contributors.all()],
            headings=[SubjectHeading(row.text, row.scheme, row.authority_id) for row in resource.headings.all()],
            identifiers=[(scheme, value) for scheme, value in resource.identifiers],
            links=[Link(**link) for link in resource.links],
        )

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Description":
        """Return the description of values as `values` gives them; unknown names are ignored."""
        known = {name: values[name] for name in _NAMES if name in values}
        return cls(
            **{
                **known,
                "creators": [Credit(**credit) for credit in known.get("creators", ())],
                "headings": [SubjectHeading(**heading) for heading in known.get("headings", ())],
                "identifiers": [(scheme, value) for scheme, value in known.get("identifiers", ())],
                "links": [Link(**link) for link in known.get("links", ())],
            }
        )

    def values(self) -> dict[str, Any]:
        """Return the values as JSON stores them, by the name of the field."""
        plain = {name: getattr(self, name) for name in _NAMES}
        return {
            **plain,
            **{name: list(plain[name]) for name in CODE_LISTS},
            "creators": as_values(map(as_credit, self.creators)),
            "headings": as_values(map(as_heading, self.headings)),
            "identifiers": [list(pair) for pair in self.identifiers],
            "links": [asdict(link) for link in self.links],
        }

    def bounded(self) -> "Description":
        """Return the description with clean texts. Raise InvalidRecord for a value out of bounds."""
        lines: dict[str, Any] = {name: bounds.bounded_line(name, getattr(self, name)) for name in bounds.MAX_LINE}
        texts: dict[str, Any] = {name: bounds.bounded_text(name, getattr(self, name)) for name in bounds.MAX_TEXT}
        lists: dict[str, Any] = {name: bounds.chosen(name, getattr(self, name)) for name in CODE_LISTS}
        for name in ("kind", "rights", "difficulty"):
            bounds.chosen(name, [getattr(self, name)])
        return replace(
            self,
            **lines,
            **texts,
            **lists,
            creators=_bounded_creators(self.creators),
            headings=_bounded_headings(self.headings),
            identifiers=bounds.bounded_identifiers(self.identifiers),
            links=[_bounded_link(link) for link in bounds.bounded_number("links", self.links)],
            year=bounds.bounded_year(self.year),
            learning_minutes=bounds.bounded_minutes(self.learning_minutes),
            isbn=bounds.bounded_isbn(self.isbn),
        )

    def columns(self) -> dict[str, Any]:
        """Return the values of the columns of Resource; lists as JSON stores them."""
        return {
            **{name: getattr(self, name) for name in _COLUMNS},
            **{name: list(getattr(self, name)) for name in CODE_LISTS},
            "identifiers": [list(pair) for pair in self.identifiers],
            "links": [asdict(link) for link in self.links],
            "series_authority_id": self.series_authority,
            "sort_title": sort_key(self.title),
            "match_title": match_title(self.title),
            "control_number": next(iter(control_numbers(self.identifiers)), ""),
            "sort_call_number": call_number_key(self.call_number),
        }

    def contributor_rows(self, resource: Resource) -> list[Contributor]:
        """Return the rows of the names, not saved."""
        return [
            Contributor(
                resource_id=resource.pk,
                position=place,
                name=credit.name,
                role=credit.role,
                authority_id=credit.authority,
            )
            for place, credit in enumerate(map(as_credit, self.creators))
        ]

    def heading_rows(self, resource: Resource) -> list[ResourceHeading]:
        """Return the rows of the subject headings, not saved."""
        return [
            ResourceHeading(
                resource_id=resource.pk,
                position=place,
                text=one.text,
                scheme=one.scheme,
                authority_id=one.authority,
            )
            for place, one in enumerate(map(as_heading, self.headings))
        ]

    def with_names(self, names: Sequence[str]) -> "Description":
        """Return the description with these names, each with the role and authority that it had before."""
        before = {credit.name: credit for credit in map(as_credit, self.creators)}
        return replace(self, creators=[before.get(name, Credit(name)) for name in names])


_CREDIT, _HEADING = (tuple(field.name for field in fields(form)) for form in (Credit, SubjectHeading))
_NAMES = tuple(field.name for field in fields(Description))
_IN_ROWS = {"creators", "headings", "identifiers", "links", "series_authority"}
_COLUMNS = tuple(name for name in _NAMES if name not in _IN_ROWS)
assert not any(isinstance(Resource._meta.get_field(name), ForeignKey) for name in _COLUMNS)


@dataclass(frozen=True)
class Record:
    """A description, and what nothing else of the record has.

    `marc`: the ISO 2709 record that it came with, None for one without. `copies`: what lists say of the copies of the
    book; None in a new version of a record: they stay as they are.
    """

    description: Description
    marc: bytes | None = None
    copies: Sequence[CopyEntry] | None = None

    @classmethod
    def of(cls, resource: Resource) -> "Record":
        """Return the record that a resource has now."""
        raw = MarcRecord.objects.filter(resource=resource).values_list("raw", flat=True).first()
        return cls(Description.of(resource), None if raw is None else bytes(raw), copies_of(resource))

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Record":
        """Return the record of values as `values` gives them."""
        text = values.get(MARC)
        entries = copies_from_values(values[COPIES]) if COPIES in values else None
        return cls(Description.from_values(values), None if text is None else b64decode(text), entries)

    def values(self) -> dict[str, Any]:
        """Return the values as the history stores them: the description, the MARC record in Base64, the copies."""
        return {
            **self.description.values(),
            MARC: None if self.marc is None else b64encode(self.marc).decode(),
            COPIES: [entry.values() for entry in self.copies or ()],
        }

    def bounded(self, before: "Record | None" = None) -> "Record":
        """Return the record with clean texts, and the copies of `before` where it says nothing of them.

        Raise InvalidRecord for a value out of bounds.
        """
        entries = bounded_copies(self.copies) if self.copies is not None else before.copies if before else ()
        return replace(self, description=self.description.bounded(), copies=entries)


def as_credit(name: Credit | str) -> Credit:
    """Return the credit; a string is an author."""
    return Credit(name) if isinstance(name, str) else name


def as_heading(heading: SubjectHeading | str) -> SubjectHeading:
    """Return the heading; a string is of no scheme."""
    return SubjectHeading(heading) if isinstance(heading, str) else heading


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return, for each field whose value differs, its value before and after."""
    names = dict.fromkeys([*before, *after])
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}


def as_values(forms: Iterable[Credit | SubjectHeading]) -> list[dict[str, Any]]:
    """Return credits or subject headings as JSON stores them."""
    return [_without_empty(form) for form in forms]


def _without_empty(form: Credit | SubjectHeading) -> dict[str, Any]:
    names = _CREDIT if isinstance(form, Credit) else _HEADING
    return {name: value for name in names if (value := getattr(form, name)) not in (None, "")}


def _bounded_creators(creators: Sequence[Credit | str]) -> list[Credit]:
    clean = [replace(credit, name=bounds.clean_line(credit.name)) for credit in map(as_credit, creators)]
    named = [credit for credit in clean if credit.name]
    bounds.bounded_creators([credit.name for credit in named])
    bounds.bounded_roles([credit.role for credit in named])
    return named


def _bounded_headings(headings: Sequence[SubjectHeading | str]) -> list[SubjectHeading]:
    clean = [replace(heading, text=bounds.clean_line(heading.text)) for heading in map(as_heading, headings)]
    return list(dict.fromkeys(bounds.bounded_headings([heading for heading in clean if heading.text])))


def _bounded_link(link: Link) -> Link:
    return Link(link.relation, *bounds.bounded_link(link.relation, link.title, link.target))
