"""Mistakes 4 and 5: XML that reads files of the server, or expands without end. One parser, which refuses entities.

XML arrives as the XMP packet of a PDF and as records (MARCXML and others); captions are text, and uploads of SVG, OOXML
and EPUB are refused.
"""

import time
from pathlib import Path

import pytest

from ingest.errors import BadInput
from ingest.parsers import file_type
from ingest.parsers.captions import cues_of
from ingest.parsers.proposals import Evidence, Proposal, propose
from tests.security.code import files, imports, name_of

CANARY = "bi-mat-cua-may-chu"
HEAD = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
BODY = (
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt>'
    "</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def packet(doctype: str, title: str) -> str:
    return f"<!DOCTYPE x [{doctype}]>{HEAD}{BODY.format(title)}"


def attacks(canary: Path) -> list[str]:
    """Return attacks: a file, a URL, a parameter entity, and two expansions."""
    uri = canary.as_uri()
    return [
        packet(f'<!ENTITY e SYSTEM "{uri}">', "&e;"),
        packet('<!ENTITY e SYSTEM "http://127.0.0.1:9/x">', "&e;"),
        packet(f'<!ENTITY % p SYSTEM "{uri}"> %p;', "a"),
        packet(f'<!ENTITY l0 "{CANARY}">{LAUGHS}', "&l9;"),
        packet(f'<!ENTITY big "{"a" * 50_000}">', "&big;" * 5_000),
    ]


def proposed(xmp: str) -> Proposal:
    return propose(Evidence(name="a.pdf", xmp=xmp))


def test_an_honest_packet_isproposed() -> None:
    assert "Dế Mèn phiêu lưu ký" in repr(proposed(f"{HEAD}{BODY.format('Dế Mèn phiêu lưu ký')}"))


@pytest.mark.parametrize("number", range(5))
def test_entities_are_neither_read_nor_grown(number: int, tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY)
    begin = time.monotonic()
    found = repr(proposed(attacks(canary)[number]))
    assert CANARY not in found
    assert len(found) < 2_000
    assert time.monotonic() - begin < 20


BUILDING = {
    f"xml.etree.ElementTree.{name}" for name in ("Element", "SubElement", "tostring", "ParseError", "TreeBuilder")
}
READERS = [
    "imports/copy_cataloguing/clients/sru.py",
    "ingest/parsers/proposals.py",
    "repository/formats/skos/parsing.py",
    "repository/formats/xml_stream.py",
]


def test_xml_is_read_by_the_readers_that_refuse_entities() -> None:
    bare = {"xml.sax", "xml.dom.minidom", "xml.etree", "lxml", "lxml.etree", "pyexpat"}
    assert [name_of(file) for file in files() if imports(file) & bare] == []
    taken = {name for file in files() for name in imports(file) if name.startswith("xml.etree.ElementTree.")}
    assert taken <= BUILDING, "what reads XML comes from defusedxml"
    assert [name_of(file) for file in files() if any("defusedxml" in name for name in imports(file))] == READERS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'),
        ("a.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
        ("a.html", b"<!doctype html><html><body><script>alert(1)</script></body></html>"),
    ],
)
def test_files_of_xml_are_refused_at_the_door(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput):
        file_type.source_of(file_type.content_type(tmp_path / name))


def test_captions_are_text_whatever_they_hold() -> None:
    attack = packet("<!ENTITY e SYSTEM 'file:///etc/passwd'>", "&e;")
    cues = cues_of(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{attack}\n".encode(), "a.vtt")
    assert len(cues) == 1
    assert "root:" not in repr(cues)
