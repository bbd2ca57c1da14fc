"""The list of resources in the order of the shelf, and its downloads in the same order."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import a_resource
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
BOOKS = [
    ("5.1 A", "Tin học"),
    ("510 T", "Toán 6"),
    ("510 T", "Toán 10"),
    ("895.912 B", "Bà Huyện"),
    ("895.92 Đ108", "Đá"),
    ("", "“Ăn uống”"),
    ("", "Âm nhạc"),
]
TITLES = [title for _number, title in BOOKS]


@pytest.fixture
def desk(client: Client, schools: tuple[Holding, Holding]) -> Client:
    client.force_login(schools[0].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    for number, title in reversed(BOOKS):
        a_resource(schools[0].school, title=title, call_number=number)
    return client


def titles_of(page) -> list[str]:
    return [resource.title for resource in page.context["object_list"] if resource.title in TITLES]


def test_the_list_stands_as_the_shelf_does(desk: Client) -> None:
    page = desk.get(reverse("resource:index"), {"ordering": "sort_call_number"})
    assert titles_of(page) == TITLES
    shelf = "/books/?ordering=sort_call_number"
    assert shelf in page.content.decode(), "the button downloads this order"
    assert shelf in desk.get(reverse("resource:index")).content.decode()
    backwards = titles_of(desk.get(reverse("resource:index"), {"ordering": "-sort_call_number"}))
    assert backwards[-1] == "Tin học"


def test_the_column_of_titles_sorts_as_a_dictionary(desk: Client) -> None:
    page = desk.get(reverse("resource:index"), {"ordering": "sort_title"})
    assert titles_of(page) == ["“Ăn uống”", "Âm nhạc", "Bà Huyện", "Đá", "Tin học", "Toán 6", "Toán 10"]
    assert "ordering=-sort_title" in page.content.decode()


def test_the_shelf_list_is_a_workbook_in_that_order(desk: Client) -> None:
    answer = desk.get(reverse("resource:book_list"), {"ordering": "sort_call_number"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] in TITLES] == TITLES


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_of_the_list_keeps_its_order(desk: Client, kind: str) -> None:
    answer = desk.get(reverse("resource:index"), {"ordering": "sort_call_number", "export": kind})
    written = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "csv":
        shown = [line.partition(",")[0].strip('"') for line in written.decode("utf-8-sig").splitlines()[1:]]
    else:
        rows = load_workbook(io.BytesIO(written)).active.iter_rows(min_row=2, values_only=True)
        shown = [str(row[0]) for row in rows]
    assert [title for title in shown if title in TITLES] == TITLES


def test_records_are_downloaded_in_that_order(desk: Client) -> None:
    answer = desk.get(reverse("resource:records"), {"ordering": "sort_call_number", "as": "dublin-core"})
    text = b"".join(answer.streaming_content).decode()
    places = [text.index(f">{title}<") for title in TITLES]
    assert places == sorted(places)
