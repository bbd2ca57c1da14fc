"""Whether RDF follows the integrity conditions of SKOS (https://www.w3.org/TR/skos-reference/), in rdflib's reading."""

from collections import Counter

from rdflib import RDF, SKOS, Graph, Literal, URIRef

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


def graph_of(data: bytes, form: str) -> Graph:
    return Graph().parse(data=data, format=form)


def broken_conditions(graph: Graph) -> list[str]:
    """Return the conditions that are broken, with the thing that breaks each."""
    broken = []
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    collections = set(graph.subjects(RDF.type, SKOS.Collection))
    broken += [f"S9 {one}" for one in concepts & schemes]
    broken += [f"S37 {one}" for one in collections & (concepts | schemes)]
    for one in concepts | collections:
        labels = [set(graph.objects(one, name)) for name in LABELS]
        if len(set.union(*labels)) < sum(map(len, labels)):
            broken.append(f"S13 {one}")
        languages = Counter(label.language for label in labels[0] if isinstance(label, Literal))
        if any(number > 1 for number in languages.values()):
            broken.append(f"S14 {one}")
        if not labels[0]:
            broken.append(f"no label {one}")
    for one in concepts:
        above = set(graph.transitive_objects(one, SKOS.broader)) - {one}
        if set(graph.objects(one, SKOS.related)) & above:
            broken.append(f"S27 {one}")
        if any(
            one in set(graph.transitive_objects(parent, SKOS.broader)) for parent in graph.objects(one, SKOS.broader)
        ):
            broken.append(f"circle {one}")
    return broken + list(_one_sided(graph)) + _dangling(graph, concepts)


def _one_sided(graph: Graph) -> list[str]:
    """Return the relations whose inverse is missing."""
    pairs = ((SKOS.broader, SKOS.narrower), (SKOS.topConceptOf, SKOS.hasTopConcept))
    return [
        f"one-sided {one} {other}"
        for forth, back in pairs
        for name, inverse in ((forth, back), (back, forth))
        for one, other in graph.subject_objects(name)
        if (other, inverse, one) not in graph
    ]


def _dangling(graph: Graph, concepts: set) -> list[str]:
    """Return relations to what is no concept of the file, and schemes that are not described."""
    names = (SKOS.broader, SKOS.narrower, SKOS.member)
    found = {other for name in names for other in graph.objects(None, name) if other not in concepts}
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    found |= {one for one in graph.objects(None, SKOS.inScheme) if one not in schemes}
    return [f"not described {one}" for one in found if isinstance(one, URIRef)]
