"""SKOS in and out: every authority comes back, files of others are read, and no file does harm."""

import time
import tracemalloc
from itertools import islice

import pytest
from rdflib import OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef

from repository.authority_entry import Entry, Unread
from repository.formats.skos import FORMS, Concept, Scheme, authorities_scheme, form_of, write
from repository.formats.skos.entries import concept_of, entries, read
from repository.formats.skos.forms import RDF_XML, TURTLE
from repository.formats.skos.found import MAX_STATEMENTS, Damage, Found, Unreadable
from repository.formats.skos.parsing import concepts_in
from tests.support.skos import broken_conditions, graph_of

pytestmark = pytest.mark.backend_independent

UUID = "8f14e45f-ceea-467f-a0e6-1d6f4c1f3a0{}"
AUTHORITIES = [
    Entry("person", "Nguyễn Minh Châu", "1930-1989", "Nhà văn.\nQuê Nghệ An.", ("Châu, Nguyễn Minh", "N. M. Châu")),
    Entry("body", "Nhà xuất bản Kim Đồng", variants=("Kim Đồng",)),
    Entry("subject", "Thơ ca -- Việt Nam", scheme="btkqg", scheme_id="T12"),
    Entry("series", "Tủ sách “Vàng” & <khác>", note='Có "ngoặc" \\ và #'),
    Entry("place", "Huế", scheme="Danh mục 100%", scheme_id="http://example.org/hue"),
    Entry("subject", "Toán học", scheme_id="T7"),
]
EX = Namespace("http://example.org/thesaurus/")


def with_uuids(found: list[Entry]) -> list[Entry]:
    return [Entry(**{**one.values(), "uuid": UUID.format(place)}) for place, one in enumerate(found)]


def file_of(found: list[Entry], form=TURTLE) -> bytes:
    schemes = [
        Scheme(authorities_scheme(kind), {"vi": kind}) for kind in ("person", "body", "subject", "series", "place")
    ]
    return b"".join(write([*schemes, *map(concept_of, found)], form))


def plain(entry: Entry) -> dict:
    values = Entry.from_values(entry.values()).values()
    return {**values, "variants": sorted(values["variants"]), "number": 0}


def comparable(found: list[Entry]) -> list[dict]:
    return sorted(map(plain, found), key=lambda values: values["uuid"])


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_kind_comes_back_as_it_was(form) -> None:
    before = with_uuids(AUTHORITIES)
    data = file_of(before, form)
    assert broken_conditions(graph_of(data, form.name)) == []
    assert form_of(data) is form
    assert comparable(read(data, form, "place")) == comparable(before)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_file_of_many_parts_is_one_file(form) -> None:
    """The later parts use properties that the first one lacks."""
    first = [Concept(f"urn:uuid:{n}", "urn:x:s", {"vi": f"Khái niệm {n}"}) for n in range(250)]
    last = Concept(
        "urn:uuid:last", "urn:x:s", {"": "@prefix\n@prefix a: <b> ."}, position=3, extent="2", publisher="Sở"
    )
    graph = graph_of(b"".join(write([Scheme("urn:x:s", {"vi": "Danh mục"}), *first, last], form)), form.name)
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == 251
    assert {str(one) for one in graph.objects(URIRef("urn:uuid:last"), None)} >= {
        "3",
        "2",
        "Sở",
        "@prefix\n@prefix a: <b> .",
    }


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_to_write_is_a_valid_file(form) -> None:
    assert len(graph_of(b"".join(write([], form)), form.name)) == 0


def test_writing_needs_the_memory_of_few_concepts() -> None:
    concepts = (Concept(f"urn:uuid:{n}", "urn:x:s", {"vi": f"Khái niệm {n} " + "a" * 100}) for n in range(2_400))
    parts = write(concepts, TURTLE)
    list(islice(parts, 2))
    tracemalloc.start()
    size = sum(map(len, parts))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 400_000
    assert peak < 2_000_000  # measured: 0.6 MB; in one graph 14 MB


def test_labels_that_collide_are_written_once() -> None:
    """S13 and S14 hold whatever the catalogue has."""
    concept = Concept(
        "urn:uuid:1",
        "urn:x:s",
        {"vi": "Toán", "en": "Mathematics", "": ""},
        variants=(("vi", "Toán"), ("vi", "Toán học"), ("en", "Toán"), ("vi", " ")),
        hidden=(("vi", "Toán học"), ("", "Toán"), ("", "toan")),
    )
    graph = graph_of(b"".join(write([Scheme("urn:x:s", {"vi": "Danh mục"}), concept], TURTLE)), "turtle")
    assert broken_conditions(graph) == []
    subject = URIRef("urn:uuid:1")
    assert set(graph.objects(subject, SKOS.altLabel)) == {Literal("Toán học", lang="vi"), Literal("Toán", lang="en")}
    assert set(graph.objects(subject, SKOS.hiddenLabel)) == {Literal("Toán"), Literal("toan")}


def test_the_check_of_the_conditions_finds_what_breaks_them() -> None:
    broken = Graph()
    one, other, scheme = URIRef("urn:a:1"), URIRef("urn:a:2"), URIRef("urn:a:s")
    for statement in [
        (one, RDF.type, SKOS.Concept),
        (one, RDF.type, SKOS.ConceptScheme),
        (one, SKOS.prefLabel, Literal("a", lang="vi")),
        (one, SKOS.prefLabel, Literal("b", lang="vi")),
        (one, SKOS.altLabel, Literal("a", lang="vi")),
        (one, SKOS.broader, one),
        (one, SKOS.broader, other),
        (one, SKOS.inScheme, scheme),
    ]:
        broken.add(statement)
    found = {line.partition(" ")[0] for line in broken_conditions(broken)}
    assert found == {"S9", "S13", "S14", "circle", "one-sided", "not"}


def foreign(form: str) -> bytes:
    """Return a small thesaurus such as others publish."""
    graph = Graph()
    scheme, poetry, old = EX["scheme"], EX["c_12"], EX["c_13"]
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, SKOS.prefLabel, Literal("Từ khóa", lang="vi")))
    graph.add((scheme, SKOS.hasTopConcept, EX["literature"]))
    graph.add((EX["literature"], SKOS.prefLabel, Literal("Literature", lang="en-GB")))
    for name, text, language in [
        (SKOS.prefLabel, "Poésie", "fr"),
        (SKOS.prefLabel, "Poetry", "en"),
        (SKOS.prefLabel, "Thơ  ca", "vi-VN"),
        (SKOS.altLabel, "Thi ca", "vi"),
        (SKOS.altLabel, "Verse", "en"),
        (SKOS.hiddenLabel, "tho ca", None),
        (SKOS.scopeNote, "Cả thơ dân gian.", "vi"),
        (SKOS.definition, "A literary form.", "en"),
        (SKOS.notation, "895.9221", None),
    ]:
        graph.add((poetry, name, Literal(text, lang=language)))
    graph.add((poetry, RDF.type, SKOS.Concept))
    graph.add((poetry, SKOS.inScheme, scheme))
    graph.add((poetry, SKOS.broader, EX["literature"]))
    graph.add((poetry, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q482")))
    graph.add((poetry, URIRef("http://example.org/own#colour"), Literal("red")))
    graph.add((old, RDF.type, SKOS.Concept))
    graph.add((old, SKOS.prefLabel, Literal("Vần", lang="vi")))
    graph.add((old, OWL.deprecated, Literal(True)))
    graph.add((EX["c_14"], RDF.type, SKOS.Concept))
    graph.add((EX["c_14"], SKOS.altLabel, Literal("Không tên", lang="vi")))
    graph.add((EX["group"], RDF.type, SKOS.Collection))
    graph.add((EX["group"], SKOS.prefLabel, Literal("Nhóm", lang="vi")))
    graph.add((EX["author"], RDF.type, SKOS.Concept))
    graph.add((EX["author"], RDF.type, URIRef("http://xmlns.com/foaf/0.1/Person")))
    graph.add((EX["author"], SKOS.prefLabel, Literal("Tố Hữu")))
    return graph.serialize(format=form, encoding="utf-8")


@pytest.mark.parametrize("form", [TURTLE, RDF_XML], ids=lambda form: form.ending)
def test_a_thesaurus_of_others_is_read(form) -> None:
    data = foreign("pretty-xml" if form is RDF_XML else "turtle")
    assert form_of(data) is form
    found = {getattr(one, "shown", "") or one.excerpt: one for one in read(data, form, "subject")}
    assert set(found) == {"Thơ ca", "Literature", "Tố Hữu", "Vần", "Không tên"}
    poetry = found["Thơ ca"]
    assert sorted(poetry.variants) == ["Poetry", "Poésie", "Thi ca", "Verse", "tho ca"]
    assert poetry.note == "Cả thơ dân gian.\nA literary form."
    assert (poetry.kind, poetry.scheme, poetry.scheme_id, poetry.uuid) == ("subject", "scheme", "895.9221", "")
    assert sorted(poetry.lost) == ["colour", "skos:broader", "skos:exactMatch"]
    assert (found["Literature"].scheme_id, found["Literature"].lost) == (str(EX["literature"]), ())
    assert found["Tố Hữu"].kind == "person"
    assert isinstance(found["Vần"], Unread)
    assert (found["Vần"].refusal.code, found["Không tên"].refusal.code) == ("reference_only", "concept_without_name")
    assert sorted(one.number for one in found.values()) == [1, 2, 3, 4, 5]


def turtle(body: str) -> bytes:
    head = (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    )
    return (head + body).encode()


def test_labels_that_are_things_of_their_own_are_read() -> None:
    data = turtle(
        "@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .\n"
        '<urn:a:1> a skos:Concept ; xl:prefLabel [ xl:literalForm "Lúa"@vi ] ;\n'
        ' xl:altLabel [ xl:literalForm "Rice"@en ] .'
    )
    assert [(one.heading, one.variants) for one in read(data, TURTLE, "subject")] == [("Lúa", ("Rice",))]


def test_what_is_too_long_is_named() -> None:
    data = turtle(f'<urn:a:1> skos:prefLabel "Lúa"@vi ; skos:scopeNote "{"a" * 20_000}"@vi .')
    assert [(one.note, one.lost) for one in read(data, TURTLE, "subject")] == [("", ("skos:scopeNote",))]


def test_a_kind_that_does_not_exist_is_not_believed() -> None:
    data = turtle('<urn:a:1> skos:prefLabel "Lúa" ; skos:inScheme <urn:x-tu-sach:authorities:boss> .')
    assert [one.kind for one in read(data, TURTLE, "place")] == ["place"]


def test_concepts_pass_through_json() -> None:
    for one in concepts_in(foreign("turtle"), TURTLE):
        assert Found.from_values(one.values()) == one


BOMB = b"""<?xml version="1.0"?><!DOCTYPE rdf [<!ENTITY a "%s">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="urn:a:1"><skos:prefLabel>&a;</skos:prefLabel></skos:Concept></rdf:RDF>"""


@pytest.mark.parametrize(
    ("data", "form", "damage"),
    [
        (BOMB, RDF_XML, Damage.ENTITIES),
        (foreign("pretty-xml")[:-40], RDF_XML, Damage.BROKEN),
        (b"\x00\xff" + foreign("xml"), RDF_XML, Damage.BROKEN),
        (foreign("turtle")[:-20], TURTLE, Damage.BROKEN),
        (turtle('<urn:a:1> skos:prefLabel "\xff" .').replace("\xff".encode(), b"\xff"), TURTLE, Damage.BROKEN),
        (turtle("<urn:a:1> skos:note " + "[" * 50_000 + "]" * 50_000 + " ."), TURTLE, Damage.BROKEN),
        (turtle(""), TURTLE, None),
        (b" " * ((8 << 20) + 1), TURTLE, Damage.TOO_LONG),
    ],
    ids=["entities", "cut xml", "no xml", "cut turtle", "no utf-8", "depth", "empty", "too long"],
)
def test_damaged_files_are_refused(data, form, damage) -> None:
    if damage is None:
        assert list(read(data, form, "subject")) == []
        return
    with pytest.raises(Unreadable) as refusal:
        list(read(data, form, "subject"))
    assert refusal.value.damage is damage


def test_statements_are_counted(monkeypatch) -> None:
    monkeypatch.setattr("repository.formats.skos.parsing._BoundedStore.left", 100)
    with pytest.raises(Unreadable) as refusal:
        list(concepts_in(turtle("<urn:a:1> skos:notation " + ", ".join(f'"{n}"' for n in range(101)) + " ."), TURTLE))
    assert refusal.value.damage is Damage.TOO_MANY
    assert MAX_STATEMENTS >= 100_000


def test_a_number_does_not_become_its_digits() -> None:
    data = turtle('<urn:a:1> skos:prefLabel "Lúa"@vi ; skos:notation "1E40000000"^^xsd:decimal .')
    tracemalloc.start()
    begin = time.monotonic()
    found = list(read(data, TURTLE, "subject"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [one.scheme_id for one in found] == ["1E40000000"]
    assert peak < 5_000_000
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"00714cam a2200205 a 4500", None),
        (b'{"@context": "http://www.w3.org/2004/02/skos/core#"}', None),
        (b'<?xml version="1.0"?><collection xmlns="http://www.loc.gov/MARC21/slim"/>', None),
        (b"Toan;6;Bai 1", None),
        (b"", None),
        (b"\xef\xbb\xbf" + turtle(""), TURTLE),
        (b'<urn:a:1> <http://www.w3.org/2004/02/skos/core#prefLabel> "a" .', TURTLE),
        (b'<!-- a --><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', RDF_XML),
        (b'<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', RDF_XML),
    ],
)
def test_the_form_is_recognised_by_the_content(data, form) -> None:
    assert form_of(data) is form


def test_concepts_without_a_kind_get_the_chosen_one() -> None:
    found = [
        Found(1, "urn:a:1", names=(("vi", "Huế"),)),
        Found(2, "urn:a:2", names=(("vi", "Lúa"),), schemes=(authorities_scheme("subject"),)),
    ]
    assert [one.kind for one in entries(found, "place")] == ["place", "subject"]
