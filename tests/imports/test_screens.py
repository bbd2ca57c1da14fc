"""The screens of an import, as a librarian uses them; what other people get is in tests/addresses."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from access.viewer import Viewer
from accounts.models import Person, School
from changesets.actions import running
from imports.actions import loading, receiving
from imports.models import ImportBatch
from portal.desk.todo import todo
from repository.actions import create_draft
from repository.models import Resource
from tests.imports.files import ALICE, DAMAGED, DE_MEN, TOAN, load, mrc

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db, pytest.mark.usefixtures("read_here")]
IMPORTS = "/nhap-bieu-ghi/"


@pytest.fixture
def browser(librarian: Viewer, client: Client) -> Client:
    client.force_login(Person.objects.get(pk=librarian.person))
    return client


def send(browser: Client, data: bytes) -> ImportBatch:
    answer = browser.post(IMPORTS + "tep/", {"records": SimpleUploadedFile("koha <1>.mrc", data)})
    assert answer.status_code == 302, answer.content
    return ImportBatch.objects.latest("pk")


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_file_to_records_and_back(browser: Client, librarian: Viewer) -> None:
    school = School.objects.get(pk=librarian.school)
    mine = create_draft(owner=school, description=replace(DE_MEN, isbn="", year=1941), by=librarian)
    batch = send(browser, mrc(ALICE, replace(DE_MEN, isbn=""), DAMAGED))
    address = f"{IMPORTS}{batch.uuid}/"
    assert "tien-do" in page(browser, address)
    loading.run(batch.pk)
    assert browser.get(address + "tien-do/").headers["HX-Refresh"] == "true"
    shown = page(browser, address)
    assert "koha &lt;1&gt;.mrc" in shown
    assert "Chỉ nhan đề và tác giả trùng nhau" in shown
    assert "1941" in shown  # beside 2020 of the file
    decisions = {"record-2": f"match-{mine.pk}", "record-1": "new", "record-x": "new", "record-3": "new"}
    assert browser.post(address + "quyet-dinh/?loai=doubtful", decisions).status_code == 302
    assert (
        browser.post(address + "nhap/", {"on_match": "overwrite", "audience": "", "collection": ""}).status_code == 302
    )
    batch.refresh_from_db()
    running.run(batch.change_set_id)
    assert set(Resource.objects.values_list("title", "year")) == {("Kính vạn hoa", 2019), ("Dế Mèn phiêu lưu ký", 2020)}
    shown = page(browser, address)
    assert "Đã tạo hoặc sửa 2 biểu ghi" in shown
    assert browser.post(address + "hoan-tac/").status_code == 302
    running.run(batch.change_set_id)
    assert list(Resource.objects.values_list("title", "year")) == [("Dế Mèn phiêu lưu ký", 1941)]
    assert "Đã hoàn tác" in page(browser, address)


def test_refused_records_are_downloaded_as_they_came_with_number_and_reason(browser: Client, librarian: Viewer) -> None:
    batch = load(mrc(ALICE, DAMAGED, replace(TOAN, title="=CMD" + "x" * 600)), by=librarian)
    address = f"{IMPORTS}{batch.uuid}/"
    refused = b"".join(browser.get(address + "bi-loai/").streaming_content)
    assert refused.startswith(DAMAGED.rstrip(b"\x1d"))
    reasons = b"".join(browser.get(address + "li-do.csv").streaming_content).decode()
    rows = reasons.splitlines()
    assert rows[1].startswith("2,Biểu ghi 2,")
    assert "Nhan đề" in rows[2]
    assert "\n=CMD" not in reasons
    assert ",=CMD" not in reasons


def test_each_record_has_a_page(browser: Client, librarian: Viewer) -> None:
    batch = load(mrc(replace(ALICE, notes="<script>alert(1)</script>")), by=librarian)
    shown = page(browser, f"{IMPORTS}{batch.uuid}/bieu-ghi/1/")
    assert "Kim Đồng" in shown
    assert "<script>alert" not in shown
    assert browser.get(f"{IMPORTS}{batch.uuid}/bieu-ghi/2/").status_code == 404


def test_what_is_no_file_of_records_is_answered_with_a_sentence(browser: Client) -> None:
    assert browser.post(IMPORTS + "tep/").status_code == 400
    answer = browser.post(IMPORTS + "tep/", {"records": SimpleUploadedFile("a.mrc", b"%PDF-1.7")})
    assert answer.status_code == 400
    assert "Không tìm thấy biểu ghi nào đọc được" in answer.content.decode()


def test_a_file_without_a_sound_record_is_shown_with_its_reasons(browser: Client, librarian: Viewer) -> None:
    batch = load(DAMAGED + DAMAGED, by=librarian)
    shown = page(browser, f"{IMPORTS}{batch.uuid}/")
    assert "Bị hỏng" in shown
    assert browser.post(f"{IMPORTS}{batch.uuid}/bo/").status_code == 302
    assert not ImportBatch.objects.exists()


def test_too_much_is_refused_before_it_is_stored(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MAX_MEGABYTES", 0)
    answer = browser.post(IMPORTS + "tep/", {"records": SimpleUploadedFile("a.mrc", mrc(ALICE))})
    assert answer.status_code == 413
    assert not ImportBatch.objects.exists()


def test_all_undecided_records_are_decided_at_once(browser: Client, librarian: Viewer) -> None:
    school = School.objects.get(pk=librarian.school)
    create_draft(owner=school, description=replace(DE_MEN, isbn="", year=1941), by=librarian)
    batch = load(mrc(replace(DE_MEN, isbn="")), by=librarian)
    browser.post(f"{IMPORTS}{batch.uuid}/quyet-dinh/", {"all": "doubtful skip"})
    assert batch.records.get().decision == "skip"
    browser.post(f"{IMPORTS}{batch.uuid}/quyet-dinh/", {"all": "new match"})
    assert batch.records.get().decision == "skip"


def test_the_desk_says_that_an_import_waits(librarian: Viewer) -> None:
    load(mrc(ALICE), by=librarian)
    assert "1 lô nhập biểu ghi chờ bạn" in [task.text for task in todo(librarian)]
