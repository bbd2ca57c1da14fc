"""Read the concepts of a SKOS file: bounded, from its bytes alone.

RDF/XML is first read by defusedxml, which refuses document types and entities. rdflib fetches nothing here: there is no
JSON-LD, whose context would be an address. Its work grows faster than some files do, so that strange files are read in
an isolated process with a time limit (ingest/parsers/concepts.py).
"""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

import rdflib
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from rdflib import DC, DCTERMS, OWL, RDF, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import IdentifiedNode, Node

from repository.formats.skos.concepts import Text
from repository.formats.skos.forms import RDF_XML, Form
from repository.formats.skos.found import MAX_BYTES, MAX_STATEMENTS, MAX_TEXT, Damage, Found, Unreadable

rdflib.NORMALIZE_LITERALS = False  # else "1E900000000"^^xsd:decimal becomes a text of 900 MB

XL = Namespace("http://www.w3.org/2008/05/skos-xl#")
_LABELS = {"prefLabel": "names", "altLabel": "variants", "hiddenLabel": "hidden"}
_NOTES = (SKOS.scopeNote, SKOS.definition, SKOS.note)
_KNOWN = frozenset(
    {RDF.type, SKOS.notation, SKOS.inScheme, SKOS.topConceptOf, SKOS.broader, OWL.deprecated, *_NOTES}
    | {space[name] for space in (SKOS, XL) for name in _LABELS}
)
_PREFIXES = {
    str(SKOS): "skos:",
    str(XL): "skosxl:",
    str(DCTERMS): "dcterms:",
    str(DC): "dc:",
    str(OWL): "owl:",
    "https://schema.org/": "schema:",
    "http://schema.org/": "schema:",
}


def concepts_in(data: bytes, form: Form) -> Iterator[Found]:
    """Return the concepts of a file in its order. Raise Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(Damage.TOO_LONG)
    if form is RDF_XML:
        _require_plain(data)
    graph = Graph(store=_BoundedStore(), bind_namespaces="none")
    try:
        graph.parse(data=data, format=form.name, publicID="urn:x-tu-sach:file")
    except _TooMany as many:
        raise Unreadable(Damage.TOO_MANY) from many
    except (Exception, RecursionError) as problem:  # rdflib raises many kinds of errors for damaged files
        raise Unreadable(Damage.BROKEN) from problem
    yield from _concepts(graph)


class _TooMany(Exception):
    """The file has more statements than the limit."""


class _BoundedStore(SimpleMemory):
    """The statements of a file, up to a limit."""

    left = MAX_STATEMENTS

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        """Add a statement. Raise _TooMany."""
        self.left -= 1
        if self.left < 0:
            raise _TooMany
        super().add(triple, context, quoted)


class _NoTree:
    """A target of the parser that stores nothing."""

    def close(self) -> None:
        """End the document."""


def _require_plain(data: bytes) -> None:
    parser = DefusedXMLParser(target=_NoTree(), forbid_dtd=True)
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException as refused:
        raise Unreadable(Damage.ENTITIES) from refused
    except (ParseError, ValueError, LookupError) as problem:
        raise Unreadable(Damage.BROKEN) from problem


def _concepts(graph: Graph) -> Iterator[Found]:
    typed = graph.subjects(RDF.type, SKOS.Concept)
    labelled = [one for space in (SKOS, XL) for one in graph.subjects(space["prefLabel"], None)]
    kinds = (SKOS.ConceptScheme, SKOS.Collection, SKOS.OrderedCollection)
    left_out = {one for kind in kinds for one in graph.subjects(RDF.type, kind)}
    wanted = [one for one in dict.fromkeys([*typed, *labelled]) if one not in left_out]
    for number, subject in enumerate(wanted, start=1):
        yield _found(graph, subject, number)


def _found(graph: Graph, subject: Node, number: int) -> Found:
    too_long: list[str] = []

    def texts(predicate: URIRef) -> tuple[Text, ...]:
        literals = [one for one in graph.objects(subject, predicate) if isinstance(one, Literal)]
        if any(len(one) > MAX_TEXT for one in literals):
            too_long.append(_name(predicate))
        return tuple((one.language or "", str(one)) for one in literals if len(one) <= MAX_TEXT)

    labels = {own: texts(SKOS[name]) + _xl_texts(graph, subject, XL[name]) for name, own in _LABELS.items()}
    others: dict[str, tuple[str, ...]] = {}
    for predicate in graph.predicates(subject, unique=True):
        if predicate not in _KNOWN:
            others[_name(predicate)] = tuple(str(one)[:MAX_TEXT] for one in graph.objects(subject, predicate))
    schemes = [*graph.objects(subject, SKOS.inScheme), *graph.objects(subject, SKOS.topConceptOf)]
    schemes += graph.subjects(SKOS.hasTopConcept, subject)
    broader = [*graph.objects(subject, SKOS.broader), *graph.subjects(SKOS.narrower, subject)]
    return Found(
        number,
        _uri(subject),
        **labels,
        notes=tuple(text for name in _NOTES for _language, text in texts(name)),
        notations=_notations(graph, subject),
        schemes=_uris(schemes),
        broader=_uris(broader),
        types=_uris(graph.objects(subject, RDF.type)),
        others=others,
        too_long=tuple(too_long),
        is_deprecated=any(str(one).lower() in ("true", "1") for one in graph.objects(subject, OWL.deprecated)),
    )


def _xl_texts(graph: Graph, subject: Node, predicate: URIRef) -> tuple[Text, ...]:
    """Return the labels that stand as things of their own (SKOS-XL)."""
    forms = [form for label in graph.objects(subject, predicate) for form in graph.objects(label, XL.literalForm)]
    return tuple((one.language or "", str(one)) for one in forms if isinstance(one, Literal) and len(one) <= MAX_TEXT)


def _notations(graph: Graph, subject: Node) -> tuple[Text, ...]:
    found = (one for one in graph.objects(subject, SKOS.notation) if isinstance(one, Literal))
    return tuple((str(one.datatype or ""), str(one)) for one in found if len(one) <= MAX_TEXT)


def _uris(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the URIs; concepts without one have a name that is valid within the file."""
    return tuple(dict.fromkeys(_uri(one) for one in nodes if isinstance(one, IdentifiedNode)))


def _uri(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else str(node)


def _name(predicate: Node) -> str:
    """Return the name of a property as people write it: `skos:exactMatch`; without a known prefix its last part."""
    text = str(predicate)
    space = text[: max(text.rfind(mark) for mark in "/#:") + 1]
    return (_PREFIXES.get(space, "") + text.removeprefix(space))[:100]
