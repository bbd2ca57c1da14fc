"""Dublin Core, MODS, LOM and LRMI in staging: recognised by content, one bad record refused, the others go in."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from access.viewer import Viewer
from accounts.models import Membership
from imports.errors import UnknownFormat
from imports.readers import recognised
from repository.formats import dublin_core, lom, lrmi, mods
from repository.models import Resource
from tests.imports.files import ALICE, DE_MEN, commit, load

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db, pytest.mark.usefixtures("read_here")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MODULES = {"dublin-core": dublin_core, "mods": mods, "lom": lom, "lrmi": lrmi}
BAD = replace(ALICE, title="", isbn="")
FRENCH = replace(DE_MEN, languages=["fr", "jra"])


@pytest.mark.parametrize("code", MODULES)
def test_a_file_is_recognised_and_imported_without_its_bad_records(code: str, librarian: Viewer) -> None:
    data = b"".join(MODULES[code].write([ALICE, BAD, FRENCH]))
    batch = load(data, by=librarian, name="kho.xml")
    rows = list(batch.records.order_by("number").values_list("number", "action", "reason", "details"))
    assert batch.format == code
    assert [row[:2] for row in rows] == [(1, "new"), (2, "refused"), (3, "new")]
    assert rows[1][2:] == ("bad_field", {"field": "title"})
    commit(batch, by=librarian)
    assert [list(one.languages) for one in Resource.objects.order_by("title")] == [["fr", "jra"], []]
    browser = Client()
    browser.force_login(Membership.objects.get(pk=librarian.membership).person, backend=BACKEND)
    refused = b"".join(browser.get(reverse("imports:refused", args=[batch.uuid])).streaming_content)
    again = load(refused.replace(b"2019", b"2018"), by=librarian)
    assert (again.format, list(again.records.values_list("action", flat=True))) == (code, ["refused"])


def test_damage_ends_a_file_with_its_reason_and_what_stands_before_goes_in(librarian: Viewer) -> None:
    data = b"".join(dublin_core.write([ALICE, DE_MEN]))
    batch = load(data[: data.index("Dế".encode())], by=librarian, name="oai.xml")
    assert list(batch.records.order_by("number").values_list("number", "action", "reason")) == [
        (1, "new", ""),
        (2, "refused", "damaged_file"),
    ]
    bomb = b'<!DOCTYPE r [<!ENTITY a "b">]>' + data.partition(b"?>\n")[2]
    (row,) = load(bomb, by=librarian).records.all()
    assert (row.reason, row.details) == ("damaged_file", {"reason": "entities"})


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ((b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata><oai_dc:dc '
         b'xmlns:dc="http://purl.org/dc/elements/1.1/">'), "dublin-core"),
        (b'<OAI-PMH><ListRecords><record><metadata><record xmlns="http://www.loc.gov/MARC21/slim">', "marcxml"),
        (b"\xef\xbb\xbf<collection><record><leader>", "marcxml"),
        ('<?xml version="1.0" encoding="UTF-16"?><modsCollection><mods>'.encode("utf-16"), "mods"),
        (b'{"@context": "https://schema.org", "name": "A, B"}', "lrmi"),
        (b"title,author\nA,B\n", "spreadsheet"),
        (b"<svg/>", ""),
    ],
)  # fmt: skip
def test_a_format_is_recognised_by_its_first_bytes(head: bytes, code: str) -> None:
    if code:
        assert recognised(head) == code
    else:
        with pytest.raises(UnknownFormat):
            recognised(head)
