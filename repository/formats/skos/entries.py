"""Concepts of SKOS as authorities, and authorities as concepts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from accounts.text import clean_line, clean_paragraphs, is_uuid
from repository.authority_entry import Entry, Unread
from repository.errors import ConceptWithoutName, ReferenceOnly
from repository.formats.authority_marc import TAGS
from repository.formats.skos.concepts import (
    URN_UUID,
    Concept,
    Text,
    authorities_scheme,
    kind_of_scheme,
    list_name,
    list_uri,
)
from repository.formats.skos.forms import Form
from repository.formats.skos.found import Found

MAIN_LANGUAGES = ("vi", "", "en")  # of the heading: the first one that a concept has
NAMES = frozenset({"person", "body"})  # whose headings are in no language
MAX_SCHEME, MAX_NUMBER = 40, 200  # characters
_EXCERPT = 120  # characters
_MADS = "http://www.loc.gov/mads/rdf/v1#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_SCHEMA = "schema.org/"
KINDS: Mapping[str, str] = {
    f"{_FOAF}Person": "person",
    f"http://{_SCHEMA}Person": "person",
    f"https://{_SCHEMA}Person": "person",
    f"{_MADS}PersonalName": "person",
    f"{_FOAF}Organization": "body",
    f"http://{_SCHEMA}Organization": "body",
    f"https://{_SCHEMA}Organization": "body",
    f"{_MADS}CorporateName": "body",
    f"http://{_SCHEMA}Place": "place",
    f"https://{_SCHEMA}Place": "place",
    f"{_MADS}Geographic": "place",
    f"{_MADS}Topic": "subject",
}


def concept_of(entry: Entry) -> Concept:
    """Return the concept of an authority of the catalogue."""
    language = "" if entry.kind in NAMES or entry.scheme else "vi"
    return Concept(
        f"{URN_UUID}{entry.uuid}",
        authorities_scheme(entry.kind),
        {language: entry.shown},
        is_top=True,
        variants=tuple((language, variant) for variant in entry.variants),
        notes=(("", entry.note),) if entry.note else (),
        notation=entry.scheme_id,
        notation_list=list_uri(entry.scheme) if entry.scheme and entry.scheme_id else "",
        same_as=entry.scheme_id if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", entry.scheme_id) else "",
        temporal=entry.dates,
    )


def read(data: bytes, form: Form, kind: str) -> Iterator[Entry | Unread]:
    """Return the concepts of a file as authorities, in its order. Raise found.Unreadable; see `entries`."""
    from repository.formats.skos.parsing import concepts_in  # rdflib is large, and few processes read such files

    return entries(concepts_in(data, form), kind)


def entries(concepts: Iterable[Found], kind: str) -> Iterator[Entry | Unread]:
    """Return the concepts as authorities; those that do not say their kind get `kind`."""
    for concept in concepts:
        names = sorted_texts(concept.names)
        if not names or concept.is_deprecated:
            shown = next((text for _language, text in [*names, *concept.variants]), concept.uri)
            refusal = ReferenceOnly() if concept.is_deprecated else ConceptWithoutName()
            yield Unread(concept.number, clean_line(shown)[:_EXCERPT], refusal)
        else:
            yield _entry(concept, names, kind)


def _entry(concept: Found, names: list[Text], kind: str) -> Entry:
    own = concept.uri.removeprefix(URN_UUID)
    uuid = own if concept.uri != own and is_uuid(own) else ""
    others = concept.others or {}
    shown = clean_line(names[0][1])
    dates = clean_line(next(iter(others.get("dcterms:temporal", ())), ""))
    heading = shown.removesuffix(f", {dates}") if dates else shown
    has_dates = heading != shown
    texts = [text for _language, text in (*names, *sorted_texts(concept.variants), *sorted_texts(concept.hidden))]
    variants = dict.fromkeys(clean_line(text) for text in texts)
    scheme, scheme_id, number_of = _number(concept, uuid)
    lost = [name for name, values in others.items() if not _is_used(name, values, scheme_id, has_dates=has_dates)]
    lost += ["skos:notation"] * any(notation != number_of for notation in concept.notations)
    lost += ["skos:broader"] * bool(concept.broader)
    return Entry(
        kind=_kind(concept, kind),
        heading=heading,
        dates=dates if has_dates else "",
        note=clean_paragraphs("\n".join(concept.notes)),
        variants=tuple(variant for variant in variants if variant and variant != shown),
        scheme=scheme,
        scheme_id=scheme_id,
        uuid=uuid,
        lost=tuple(dict.fromkeys([*lost, *concept.too_long])),
        number=concept.number,
    )


def _is_used(name: str, values: tuple[str, ...], scheme_id: str, *, has_dates: bool) -> bool:
    """Return whether nothing is lost with a property that only this function knows."""
    if name == "dcterms:temporal":
        return has_dates
    return name == "skos:exactMatch" and values == (scheme_id,)


def _kind(concept: Found, kind: str) -> str:
    own = (kind_of_scheme(uri) for uri in concept.schemes)
    known = [one for one in own if one in TAGS] + [KINDS[uri] for uri in concept.types if uri in KINDS]
    return next(iter(known), kind)


def _number(concept: Found, uuid: str) -> tuple[str, str, Text | None]:
    """Return the list, the number in it and the notation that says so; without one, the URI of a foreign concept."""
    foreign = sorted(uri for uri in concept.schemes if not kind_of_scheme(uri))
    scheme = next((name for uri in foreign if 0 < len(name := _last_part(uri)) <= MAX_SCHEME), "")
    for notation in sorted(concept.notations):
        kind, number = notation[0], clean_line(notation[1])
        if 0 < len(number) <= MAX_NUMBER:
            return (list_name(kind) or ("" if uuid else scheme))[:MAX_SCHEME], number, notation
    if uuid or concept.uri.startswith("_:") or len(concept.uri) > MAX_NUMBER:
        return "", "", None
    host = urlsplit(concept.uri).hostname or ""
    return scheme or host[:MAX_SCHEME], concept.uri, None


def sorted_texts(texts: Iterable[Text]) -> list[Text]:
    """Return the texts by language, first those of MAIN_LANGUAGES."""
    order = {language: place for place, language in enumerate(MAIN_LANGUAGES)}
    filled = [one for one in texts if clean_line(one[1])]
    return sorted(filled, key=lambda one: order.get(one[0].partition("-")[0].lower(), len(order)))


def _last_part(uri: str) -> str:
    return clean_line(re.split(r"[/#:]", uri.rstrip("/#"))[-1])
