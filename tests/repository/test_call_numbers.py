"""The order of call numbers: on paper, and in the database of the set."""

import random

import pytest
from django.db import connection

from repository.call_numbers import MAX_KEY, NONE, call_number_key
from repository.models import Resource
from tests.factories import a_resource

SHELF = [
    "5.1 A",
    "005.133 B",
    "30/2020",
    "371.1/2019",
    "371.1'02",
    "371.1/03",
    "510",
    "510 T",
    "510.7 H",
    "813/.54 X",
    "895",
    "895.9",
    "895.912 B",
    "895.92 A",
    "895.922/A",
    "895.922 Ă",
    "895,922 Â",
    "895.922 TH",
    "“895.922” TOH",
    "895.9223 D100",
    "895.9223 DA",
    "895.9223 Đ9",
    "895.9223 Đ108",
    "895.9223 NG527T",
    "895.9223 T450H",
    "895.9223 / T450H / T.2",
    "895.9223-T450H-T.10",
    "895.9223 TA",
    "1234.5",
    "TK 895.92",
    "VV 45",
    "VV 123/2019",
    "日本 5",
    "",
]


def test_call_numbers_stand_as_on_the_shelf() -> None:
    mixed = random.Random(895).sample(SHELF, len(SHELF))
    assert sorted(mixed, key=call_number_key) == SHELF
    keys = [call_number_key(number) for number in SHELF]
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() for key in keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [("895.922 TOH", "895.922/toh"), ("5.1", "005.1"), ("025.3'13", "025.313"), ("Đ108", "Ð108"), ("!?", "")],
)
def test_signs_and_capitals_make_no_difference(one: str, other: str) -> None:
    assert call_number_key(one) == call_number_key(other)


@pytest.mark.parametrize("text", ["", "´", "٣٤ ٥", "9" * 120, "1." * 60, "T" * 120, "😀" * 60, "Ư" * 120])
def test_every_text_has_a_key_that_fits(text: str) -> None:
    assert 0 < len(call_number_key(text)) <= MAX_KEY
    assert call_number_key(text) <= NONE


@pytest.mark.django_db
def test_the_database_sorts_keys_as_python_does() -> None:
    titles = ["“Ăn”", "ấm", "An", "Da", "Đá", "Toán 6", "Toán 10", "2 vạn dặm", "10 vạn câu hỏi", "Ứng", "日本", "Zola"]
    for number in SHELF:
        a_resource(title=titles[len(number) % len(titles)], call_number=number)
    shelf = Resource.objects.order_by("sort_call_number", "pk").values_list("call_number", flat=True)
    assert list(shelf) == SHELF
    keys = Resource.objects.order_by("sort_title", "pk").values_list("sort_title", flat=True)
    assert list(keys) == sorted(keys)


@pytest.mark.django_db
@pytest.mark.production_only
@pytest.mark.parametrize("column", ["sort_title", "sort_call_number", "sort_heading"])
def test_postgresql_compares_keys_as_bytes_whatever_its_language(column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT collation_name FROM information_schema.columns WHERE column_name = %s", [column])
        assert cursor.fetchall() == [("C",)]
