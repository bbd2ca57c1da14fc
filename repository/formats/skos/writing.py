"""Write SKOS in parts of a hundred concepts, so that the memory does not grow with their number.

Relations stand in both directions: broader and narrower, top concept and scheme. The labels of a concept differ, and it
has one preferred label in a language (conditions S13 and S14 of SKOS), whatever the catalogue holds.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, islice

from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.memory import SimpleMemory

from accounts.text import visible
from repository.formats.skos.concepts import Concept, Group, Text, Thing
from repository.formats.skos.forms import RDF_XML, Form

AT_ONCE = 100  # things in one graph
SCHEMA = Namespace("https://schema.org/")
DC = Namespace("http://purl.org/dc/elements/1.1/")
_PREFIXES = {"skos": SKOS, "dcterms": DCTERMS, "dc": DC, "schema": SCHEMA, "rdf": RDF, "xsd": XSD}
_TURTLE_HEAD = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in _PREFIXES.items())
_XML_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF\n'
    + "\n".join(f'   xmlns:{prefix}="{space}"' for prefix, space in _PREFIXES.items())
    + "\n>\n"
)
_XML_END = "</rdf:RDF>\n"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def written(things: Iterable[Thing], form: Form) -> Iterator[bytes]:
    """Return the parts of a file with these things."""
    rest = iter(things)
    yield (_XML_HEAD if form is RDF_XML else _TURTLE_HEAD).encode()
    while some := list(islice(rest, AT_ONCE)):
        text = _serialized(some, form)
        yield (_xml_body(text) if form is RDF_XML else _turtle_body(text)).encode()
    if form is RDF_XML:
        yield _XML_END.encode()


def _xml_body(text: str) -> str:
    start = text.index(">", text.index("<rdf:RDF")) + 1
    return text[start : text.rindex("</rdf:RDF>")].lstrip("\n")


def _turtle_body(text: str) -> str:
    lines = text.splitlines(keepends=True)
    start = next((place for place, line in enumerate(lines) if not line.startswith("@prefix ")), len(lines))
    return "".join(lines[start:])


def _serialized(things: Iterable[Thing], form: Form) -> str:
    graph = Graph(store=SimpleMemory(), bind_namespaces="none")
    for prefix, space in _PREFIXES.items():
        graph.bind(prefix, space)
    for thing in things:
        _add(graph, thing)
    text = graph.serialize(format=form.name)
    del graph.namespace_manager.graph  # the two hold each other: now the statements are freed at once
    return text


def _add(graph: Graph, thing: Thing) -> None:
    subject = URIRef(thing.uri)
    if isinstance(thing, Concept):
        _add_concept(graph, subject, thing)
    elif isinstance(thing, Group):
        graph.add((subject, RDF.type, SKOS.Collection))
        graph.add((subject, SKOS.inScheme, URIRef(thing.scheme)))
        _add_texts(graph, subject, SKOS.prefLabel, thing.names.items())
        for member in thing.members:
            graph.add((subject, SKOS.member, URIRef(member)))
    else:
        graph.add((subject, RDF.type, SKOS.ConceptScheme))
        _add_texts(graph, subject, DCTERMS.title, thing.names.items())


def _add_concept(graph: Graph, subject: URIRef, concept: Concept) -> None:
    scheme = URIRef(concept.scheme)
    graph.add((subject, RDF.type, SKOS.Concept))
    graph.add((subject, SKOS.inScheme, scheme))
    if concept.is_top:
        graph.add((subject, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, subject))
    for parent in concept.broader:
        graph.add((subject, SKOS.broader, URIRef(parent)))
        graph.add((URIRef(parent), SKOS.narrower, subject))
    _add_labels(graph, subject, concept)
    _add_texts(graph, subject, SKOS.scopeNote, concept.notes)
    if concept.notation:
        kind = URIRef(concept.notation_list) if concept.notation_list else None
        graph.add((subject, SKOS.notation, Literal(_clean(concept.notation), datatype=kind)))
    for predicate, uri in ((SKOS.exactMatch, concept.same_as), (DCTERMS.isPartOf, concept.part_of)):
        if uri:
            graph.add((subject, predicate, URIRef(uri)))
    for predicate, text in (
        (DCTERMS.temporal, concept.temporal),
        (DCTERMS.extent, concept.extent),
        (DC.publisher, concept.publisher),
    ):
        _add_texts(graph, subject, predicate, [("", text)])
    if concept.position is not None:
        graph.add((subject, SCHEMA.position, Literal(concept.position)))
    if concept.since or concept.until:
        graph.add((subject, DCTERMS.valid, Literal(_period(concept.since, concept.until), datatype=DCTERMS.Period)))


def _add_labels(graph: Graph, subject: URIRef, concept: Concept) -> None:
    names = [(language, _clean(text)) for language, text in concept.names.items()]
    variants = [(language, _clean(text)) for language, text in concept.variants]
    hidden = [(language, _clean(text)) for language, text in concept.hidden]
    others = [one for one in variants if one not in names]
    _add_texts(graph, subject, SKOS.prefLabel, names)
    _add_texts(graph, subject, SKOS.altLabel, others)
    _add_texts(graph, subject, SKOS.hiddenLabel, [one for one in hidden if one not in chain(names, others)])


def _add_texts(graph: Graph, subject: URIRef, predicate: URIRef, texts: Iterable[Text]) -> None:
    for language, text in texts:
        if cleaned := _clean(text):
            graph.add((subject, predicate, Literal(cleaned, lang=language or None)))


def _clean(text: str) -> str:
    return _NOT_XML.sub("", visible(text)).strip()


def _period(since: date | None, until: date | None) -> str:
    """Return a period as DCMI writes it, with its first and its last day."""
    last = until - timedelta(days=1) if until else None
    ends = [("start", since), ("end", last)]
    return "".join(f"{name}={day.isoformat()}; " for name, day in ends if day) + "scheme=W3C-DTF;"
