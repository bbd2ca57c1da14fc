"""SKOS on its way into the authorities of the node: as it left, from elsewhere, damaged."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from access.viewer import Viewer
from accounts.models import Person
from imports.authority_files.actions import loading
from imports.authority_files.models import AuthorityFile
from repository.authorities.actions import create_authority
from repository.authorities.entries import entry_of
from repository.authorities.form import Form
from repository.authority_entry import Entry
from repository.formats.skos import FORMS
from repository.models import Authority
from tests.imports.authority_files.files import column, load, run

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db]
HEAD = b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <http://example.org/> .\n"
ENTRIES = [
    Entry("person", "Tô Hoài", "1920-2014", "Nhà văn.\nHà Nội.", ("Nguyễn Sen",), "NLV", "p1"),
    Entry("body", "Nhà xuất bản Kim Đồng"),
    Entry("subject", "Việt Nam -- Lịch sử -- 1945-1975"),
    Entry("series", "Tủ sách “Vàng” & <khác>"),
    Entry("place", "Hà Nội", scheme_id="7"),
]


@pytest.fixture
def browser(cataloguer: Viewer, client: Client) -> Client:
    client.force_login(Person.objects.get(pk=cataloguer.person))
    return client


def node() -> list[Entry]:
    return [entry_of(one) for one in Authority.objects.order_by("kind", "heading")]


@pytest.mark.parametrize("ending", FORMS)
def test_what_leaves_a_node_comes_into_an_empty_one_as_it_was(browser: Client, cataloguer: Viewer, ending: str) -> None:
    for one in ENTRIES:
        form = Form(one.heading, one.dates, one.note, one.variants)
        create_authority(kind=one.kind, form=form, by=cataloguer, scheme=one.scheme, scheme_id=one.scheme_id)
    before, data = node(), browser.get(f"/tieu-de-chuan/xuat.{ending}").getvalue()
    assert column(load(data, by=cataloguer, name=f"a.{ending}"), "action") == ["same"] * len(ENTRIES)
    Authority.objects.all().delete()
    run(load(data, by=cataloguer, name=f"a.{ending}"), by=cataloguer)
    assert node() == before


def test_concepts_of_others_get_the_chosen_kind_and_are_recognised_again(browser: Client, cataloguer: Viewer) -> None:
    body = (
        ':hue a skos:Concept ; skos:prefLabel "Huế"@vi, "Hue"@en ; skos:broader :vn ; skos:scopeNote "Cố đô."@vi .\n'
        ":nameless a skos:Concept ."
    )
    data = HEAD + body.encode()
    sent = {"authorities": SimpleUploadedFile("a.ttl", data), "kind": "place"}
    assert browser.post("/nhap-tieu-de-chuan/tep/", sent).status_code == 302
    file = AuthorityFile.objects.get()
    loading.run(file.pk)
    file.refresh_from_db()
    assert column(file, "action") == ["new", "refused"]
    page = browser.get(f"/nhap-tieu-de-chuan/{file.uuid}/?loai=refused").content.decode()
    assert "không có nhãn ưu tiên" in page
    assert "skos:broader" in browser.get(f"/nhap-tieu-de-chuan/{file.uuid}/?loai=new").content.decode()
    run(file, by=cataloguer)
    number = {"scheme": "example.org", "scheme_id": "http://example.org/hue"}
    wanted = Entry("place", "Huế", note="Cố đô.", variants=("Hue",), **number)
    assert [replace(one, uuid="") for one in node()] == [wanted]
    again = HEAD + ':hue a skos:Concept ; skos:prefLabel "Thành phố Huế"@vi .'.encode()
    sent = {"authorities": SimpleUploadedFile("a.ttl", again), "kind": "place"}
    browser.post("/nhap-tieu-de-chuan/tep/", sent)
    file = AuthorityFile.objects.latest("pk")
    loading.run(file.pk)
    file.refresh_from_db()
    assert column(file, "action") == ["changed"], "its URI finds it"


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]>'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&a;</rdf:RDF>'
)


@pytest.mark.parametrize(
    ("data", "problem"),
    [(BOMB, "entities_in_concepts"), (HEAD + b":a skos:prefLabel", "concepts_damaged"), (HEAD, "no_records")],
    ids=["entities", "damaged", "empty"],
)
def test_a_bad_file_is_refused_with_a_sentence(browser: Client, cataloguer: Viewer, data: bytes, problem: str) -> None:
    file = load(data, by=cataloguer)
    assert (file.state, file.problem) == ("refused", problem)
    for language in ("", "/en"):
        assert "notice--attention" in browser.get(f"{language}/nhap-tieu-de-chuan/{file.uuid}/").content.decode()


def test_the_isolated_process_refuses_by_name(cataloguer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # read in a parser of its own
    file = load(BOMB, by=cataloguer)
    assert (file.state, file.problem) == ("refused", "entities_in_concepts")
