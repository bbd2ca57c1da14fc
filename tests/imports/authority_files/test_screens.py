"""The screens of a file of authorities, as a cataloguer uses them; what other people get is in tests/addresses."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from access.viewer import Viewer
from accounts.models import Person
from changesets.actions import running
from imports.authority_files.actions import loading
from imports.authority_files.models import AuthorityFile
from repository.authorities.actions import create_authority
from repository.authorities.form import Form
from repository.authority_entry import Entry
from repository.models import Authority
from tests.imports.authority_files.files import load, mrc

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db]
FILES = "/nhap-tieu-de-chuan/"
TO_HOAI = Entry("person", "Tô Hoài", "1920-2014", "Nhà văn <b>", ("Nguyễn Sen",))
POEMS = Entry("subject", "Thơ", variants=("=Thi ca",), scheme="NLV", scheme_id="s1")


@pytest.fixture
def browser(cataloguer: Viewer, client: Client) -> Client:
    client.force_login(Person.objects.get(pk=cataloguer.person))
    return client


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_file_to_authorities(browser: Client, cataloguer: Viewer) -> None:
    assert FILES in page(browser, "/tieu-de-chuan/")
    mine = create_authority(kind="person", form=Form("Tô Hoài"), by=cataloguer)
    create_authority(kind="subject", form=Form("Thơ"), by=cataloguer)
    data = mrc(TO_HOAI, POEMS, Entry("place", "Huế", note="Cố đô"), b"00030 no record at all\x1d")
    answer = browser.post(FILES + "tep/", {"authorities": SimpleUploadedFile("tieu <1>.mrc", data)})
    assert answer.status_code == 302, answer.content
    file = AuthorityFile.objects.get()
    address = f"{FILES}{file.uuid}/"
    assert "tien-do" in page(browser, address)
    loading.run(file.pk)
    assert browser.get(address + "tien-do/").headers["HX-Refresh"] == "true"
    shown = page(browser, address)
    assert "tieu &lt;1&gt;.mrc" in shown
    assert "nhưng năm sinh, năm mất thì khác" in shown
    assert "Nhà văn &lt;b&gt;" in shown
    changed = page(browser, address + "?loai=changed")
    assert "=Thi ca" in changed
    assert "NLV s1" in changed
    assert "Cố đô" in page(browser, address + "?loai=new")
    assert "Bị hỏng" in page(browser, address + "?loai=refused")
    decisions = {"record-1": f"match-{mine.pk}", "record-3": "skip", "record-x": "new", "record-4": "new"}
    assert browser.post(address + "quyet-dinh/?loai=doubtful", decisions).status_code == 302
    answer = browser.post(address + "nhap/")
    file.refresh_from_db()
    assert file.change_set is not None
    assert answer["Location"] == f"/dot-thay-doi/{file.change_set.uuid}/"
    running.run(file.change_set.pk)
    assert {str(one) for one in Authority.objects.all()} == {"Tô Hoài, 1920-2014", "Thơ"}
    assert "Nguyễn Sen" in page(browser, address)
    assert "tieu &lt;1&gt;.mrc" in page(browser, FILES)
    lines = browser.get(address + "bao-cao.csv").getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Số", "1", "2", "3", "4"]
    assert "NLV s1" not in lines[2]


def test_a_report_names_what_is_lost_and_runs_no_formula(browser: Client, cataloguer: Viewer) -> None:
    lost = mrc(Entry("subject", "=1+1")).replace(b"150", b"450", 1)  # in the directory: a record without a heading
    file = load(mrc(Entry("subject", "=2+2", note="\n".join(["n" * 1500] * 2))) + lost, by=cataloguer)
    _heads, first, second = browser.get(f"{FILES}{file.uuid}/bao-cao.csv").getvalue().decode("utf-8-sig").splitlines()
    assert first.startswith("1,'=2+2,")
    assert "2.000" in first
    assert second.startswith("2,'=1+1,")


def test_what_a_form_refuses_and_how_a_file_is_deleted(browser: Client, cataloguer: Viewer) -> None:
    answer = browser.post(FILES + "tep/")
    assert answer.status_code == 400
    answer = browser.post(FILES + "tep/", {"authorities": SimpleUploadedFile("a.docx", b"PK\x03\x04")})
    assert (answer.status_code, AuthorityFile.objects.count()) == (400, 0)
    assert "MARCXML" in answer.content.decode()
    file = load(mrc(Entry("subject", "Thơ")).replace(b"nz", b"am", 1), by=cataloguer)
    assert "tệp biểu ghi sách" in page(browser, f"{FILES}{file.uuid}/")
    assert browser.post(f"{FILES}{file.uuid}/bo/").status_code == 302
    assert not AuthorityFile.objects.exists()


@pytest.mark.system
def test_a_worker_reads_a_file_in_a_parser(cataloguer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    file = load(mrc(TO_HOAI, POEMS), by=cataloguer)
    assert (file.state, file.problem, file.entries.count()) == ("review", "", 2)
