"""Authorities leave as MARC 21 authority records, which a MARC reader that is not ours reads."""

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person, Role
from repository.authorities.actions import create_authority
from repository.authorities.form import Form
from repository.authority_entry import Entry
from repository.formats import authority_marc
from tests.factories import a_viewer

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
