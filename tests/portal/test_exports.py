"""Every export of every list is a whole file in words and local time, which Excel reads as UTF-8."""

import codecs
import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import PageLogEntry

from accounts.models import Membership, Role
from imports.copy_cataloguing.models import Target
from repository import actions
from repository.models import Collection, CurriculumTerm, Resource
from sharing.viewer import system_viewer
from tests.factories import MembershipFactory
from tests.portal.two_schools import Holding

ADMIN = "/quan-tri/"
OWN_LISTS = [f"{ADMIN}{name}/" for name in ("hoc-lieu", "bo-suu-tap", "nguoi", "truong")]
REPORTS = [f"{ADMIN}reports/{name}/" for name in ("site-history", "aging-pages")]
ADMIN_LISTS = [f"{ADMIN}{name}/" for name in ("tu-dong-nghia", "mon-hoc", "nguon-bien-muc")]
# No workflow is in use, and no role may unlock pages.
NO_LISTS = {
    f"{ADMIN}hoc-lieu/batch/",
    f"{ADMIN}hoc-lieu/records/",
    f"{ADMIN}hoc-lieu/books/",
}  # screens that use the search of a list
EMPTY = [f"{ADMIN}reports/{name}/" for name in ("workflow", "workflow_tasks", "locked")]
CREATED = datetime(2026, 9, 4, 18, 30, tzinfo=UTC)  # 05/09/2026 01:30 in Vietnam
TITLE = "Đường\x0b lên “đỉnh”; =1+1, quyển 2"
RECORD = actions.Description(
    title=TITLE, subtitle="=2+2", creators=["Nguyễn Thị Đào", "Lê Văn Ố"], description="Dòng một\nDòng hai",
    publisher="NXB Giáo dục", year=2024, isbn="9780306406157", call_number="510 TOA", kind="textbook",
    subjects=["toan", "vat-li"], grades=[6, 7], languages=["vi", "en"], rights="own", rights_note="+84", protected=True,
)  # fmt: skip


@pytest.fixture
def full_records(schools: tuple[Holding, Holding]) -> Holding:
    """Fill every column of every row that a list exports."""
    own, _other = schools
    by = system_viewer(own.school.pk, now=CREATED)
    actions.update_record(own.resource, description=RECORD, by=by)
    subjects = ["toan", "vat-li", "cu"]  # the last one is no longer offered
    Resource.objects.filter(pk=own.resource.pk).update(created_at=CREATED, changed_at=CREATED, subjects=subjects)
    Collection.objects.filter(pk=own.collection.pk).update(description="-1\n\x1f")
    end = datetime(2027, 5, 31, 17, tzinfo=UTC)  # the first moment of 01/06/2027 in Vietnam
    Membership.objects.filter(pk=own.membership.pk).update(since=CREATED, until=end)
    own.school.sector_id = "79000123"
    own.school.save()
    CurriculumTerm.objects.create(code="tieng-thai", name_vi="=5+5", name_en="-Thai", owner=own.school)
    Target.objects.create(name="=6+6", host="sru.example", port=80, database="books")
    PageLogEntry.objects.log_action(own.news, "wagtail.edit", title="=3+3")
    own.news.title = "=4+4"
    own.news.save_revision().publish()
    return own


@pytest.fixture
def librarian(full_records: Holding, client: Client) -> Client:
    """Return a client that is signed in as the librarian of the school with full records."""
    client.force_login(full_records.librarian)
    return client


def _exports(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Yield the address of each list that exports something."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _exports(entry, route)
        elif isinstance(entry, URLPattern) and _exported_fields(entry.callback) and "results/" not in route:
            yield route


def _exported_fields(view: Any) -> list[str]:
    while not hasattr(view, "view_class") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    of_class = getattr(getattr(view, "view_class", None), "list_export", [])
    return getattr(view, "view_initkwargs", {}).get("list_export", of_class)


def _rows(browser: Client, address: str, kind: str) -> list[list[Any]]:
    answer = browser.get(address, {"export": kind})
    assert answer.status_code == 200, address
    content = answer.getvalue()
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    assert content.startswith(codecs.BOM_UTF8), address
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _is_run(cell: Any) -> bool:
    return isinstance(cell, str) and cell.lstrip()[:1] in ("=", "+", "-", "@")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_with_full_records_is_a_whole_file(librarian: Client, full_records: Holding, kind: str) -> None:
    admin = Client()
    admin.force_login(MembershipFactory(role=Role.NODE_ADMIN).person)
    assert {*OWN_LISTS, *ADMIN_LISTS, *REPORTS, *EMPTY} == set(_exports(get_resolver())) - NO_LISTS
    read: dict[str, int] = {}
    for browser, reached in ((librarian, OWN_LISTS), (admin, [*OWN_LISTS[2:], *ADMIN_LISTS, *REPORTS])):
        for address in reached:
            header, *lines = _rows(browser, address, kind)
            read[address] = max(read.get(address, 0), len(lines))
            assert all(len(line) == len(header) for line in lines), address
            assert not [cell for line in lines for cell in line if _is_run(cell)], address
    assert all(read.values()), read


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_record_is_exported_in_words_and_local_time(librarian: Client, kind: str) -> None:
    header, line = _rows(librarian, f"{ADMIN}hoc-lieu/", kind)
    row = dict(zip(header, line, strict=True))
    moment = "05/09/2026 01:30" if kind == "csv" else datetime(2026, 9, 5, 1, 30)
    number = str if kind == "csv" else int
    assert row == {
        "Nhan đề": "Đường lên “đỉnh”; =1+1, quyển 2",
        "Nhan đề phụ": "'=2+2",
        "Tác giả": "Nguyễn Thị Đào, Lê Văn Ố",
        "Trạng thái": "bản nháp",
        "Loại": "sách giáo khoa",
        "Nhà xuất bản": "NXB Giáo dục",
        "Năm": number(2024),
        "ISBN": "9780306406157",
        "Kí hiệu xếp giá": "510 TOA",
        "Môn học": "Toán, Vật lí, cu",
        "Lớp": "6, 7",
        "Ngôn ngữ": "Tiếng Việt, Tiếng Anh",
        "Bản quyền": "trường tự làm",
        "Ghi chú bản quyền": "'+84",
        "Không cho tải về": "có",
        "Ngày tạo": moment,
        "Sửa lần cuối": moment,
    }


def test_the_end_of_a_membership_is_its_last_day_as_on_the_screen(librarian: Client) -> None:
    header, line = _rows(librarian, f"{ADMIN}nguoi/", "csv")
    row = dict(zip(header, line, strict=True))
    assert row["Từ"] == "05/09/2026"
    assert row["Ngày kết thúc"] == "31/05/2027"
    assert row["Vai trò"] == "thủ thư"


def test_no_heading_is_left_in_english(librarian: Client) -> None:
    vietnamese = {address: _rows(librarian, address, "csv")[0] for address in OWN_LISTS}
    librarian.get("/en/tim/")  # the admin follows the language of the last screen
    for address in OWN_LISTS:
        english = _rows(librarian, address, "csv")[0]
        assert not set(vietnamese[address]) & set(english) - {"ISBN"}, address
