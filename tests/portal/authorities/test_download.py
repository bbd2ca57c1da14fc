"""Authorities leave as MARC 21 authority records and as SKOS, which readers that are not ours read."""

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from rdflib import DCTERMS, SKOS, Literal, URIRef

from accounts.models import Person, Role
from repository.authorities.actions import create_authority
from repository.authorities.form import Form
from repository.authority_entry import Entry
from repository.formats import authority_marc
from repository.formats.skos import FORMS
from repository.formats.skos.entries import read
from repository.models import Authority
from tests.factories import a_viewer
from tests.support.skos import broken_conditions, graph_of

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
SLIM = "{http://www.loc.gov/MARC21/slim}"


@pytest.fixture
def client() -> Client:
    viewer, client = a_viewer(Role.CATALOGUER, now=timezone.now()), Client()
    person = Form("Nguyễn Minh Châu", "1930-1989", "Nhà văn.\nQuê Nghệ An.", ("N. M. Châu", "Nguyễn Thí"))
    create_authority(kind="person", form=person, by=viewer)
    create_authority(kind="subject", form=Form("Thơ ca"), by=viewer, scheme="btkqg", scheme_id="T12")
    client.force_login(Person.objects.get(pk=viewer.person))
    return client


def fields_of(record: ElementTree.Element) -> list[tuple[str, str]]:
    """Return tag and text of the data fields."""
    fields = record.iter(f"{SLIM}datafield")
    return [(one.attrib["tag"], "|".join(f"{sub.attrib['code']}{sub.text}" for sub in one)) for one in fields]


PERSON = [
    ("100", "aNguyễn Minh Châu,|d1930-1989"),
    ("400", "aN. M. Châu"),
    ("400", "aNguyễn Thí"),
    ("667", "aNhà văn."),
    ("667", "aQuê Nghệ An."),
]
SUBJECT = [("035", "a(btkqg)T12"), ("150", "aThơ ca")]


def test_yaz_reads_what_is_downloaded(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "authorities.mrc"
    path.write_bytes(client.get("/tieu-de-chuan/xuat.mrc").getvalue())
    command = ["yaz-marcdump", "-i", "marc", "-o", "marcxml", "-f", "utf-8", "-t", "utf-8", path]
    records = ElementTree.fromstring(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    assert [fields_of(record) for record in records] == [PERSON, SUBJECT]


def test_marcxml_has_one_kind(client: Client) -> None:
    records = ElementTree.fromstring(client.get("/tieu-de-chuan/xuat.xml?loai=subject").getvalue())
    assert [fields_of(record) for record in records] == [SUBJECT]


def test_what_does_not_fit_into_a_record_is_counted() -> None:
    variants = tuple(f"{n:03}" + "ế" * 297 for n in range(100))
    long = Entry("person", "Ế" * 300, "", "n" * 2000, variants)
    fits = authority_marc.of(long, timezone.now())
    assert len(fits) < 100_000
    longer = Entry("person", "A", variants=variants * 2)
    assert b"Variants left out: " in authority_marc.of(longer, timezone.now())


@pytest.mark.parametrize("ending", FORMS)
def test_skos_is_whole_and_keeps_its_conditions(client: Client, ending: str) -> None:
    response = client.get(f"/en/tieu-de-chuan/xuat.{ending}")
    data = response.getvalue()
    graph = graph_of(data, FORMS[ending].name)
    assert response["Content-Type"] == FORMS[ending].media_type
    assert f"tieu-de-chuan.{ending}" in response["Content-Disposition"]
    assert broken_conditions(graph) == []
    person, scheme = Authority.objects.get(kind="person"), URIRef("urn:x-tu-sach:authorities:person")
    assert graph.value(URIRef(f"urn:uuid:{person.uuid}"), SKOS.prefLabel) == Literal("Nguyễn Minh Châu, 1930-1989")
    titles = {Literal("Tiêu đề chuẩn: người", lang="vi"), Literal("Authorities: person", lang="en")}
    assert set(graph.objects(scheme, DCTERMS.title)) == titles
    back = {one.uuid: one for one in read(data, FORMS[ending], "place")}
    assert set(back) == {str(one.uuid) for one in Authority.objects.all()}
    entry = back[str(person.uuid)]
    assert (entry.kind, entry.heading, entry.dates) == ("person", "Nguyễn Minh Châu", "1930-1989")
    assert (entry.note, sorted(entry.variants)) == ("Nhà văn.\nQuê Nghệ An.", ["N. M. Châu", "Nguyễn Thí"])


def test_skos_has_one_kind(client: Client) -> None:
    found = list(read(client.get("/tieu-de-chuan/xuat.ttl?loai=subject").getvalue(), FORMS["ttl"], "place"))
    assert [(one.kind, one.heading, one.scheme, one.scheme_id) for one in found] == [
        ("subject", "Thơ ca", "btkqg", "T12")
    ]
