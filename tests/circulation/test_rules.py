"""Which row of the rules decides, and when a loan is due; all pure."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulation.rules.book import default_rules, grade_of_class
from circulation.rules.calendar import Calendar, due_day, last_open_day
from circulation.rules.deciding import Day, Item, Reader, counted, deciding_row, due, matches, terms

TODAY = date(2026, 9, 7)  # a Monday
NEVER_CLOSED = Calendar(closed_weekdays=frozenset())
PUPIL, TEACHER = Reader("pupil", 6), Reader("teacher")


@dataclass(frozen=True)
class Row:
    pk: int = 1
    role: str = ""
    grade: int | None = None
    kind: str = ""
    collection_id: int | None = None
    store: str = ""
    days: int = 14
    until_year_end: bool = False
    max_loans: int | None = 3
    renewals: int = 1
    on_site_only: bool = False
    holds_allowed: bool = True


def test_the_row_with_the_most_specific_condition_decides():
    rows = [
        everyone := Row(1),
        pupils := Row(2, role="pupil"),
        sixth := Row(3, grade=6),
        books := Row(4, kind="book"),
        room := Row(5, store="Kho giáo viên"),
        collection := Row(6, collection_id=9),
    ]
    item = Item("book", frozenset({9}), "kho giáo viên")
    for expected in (collection, room, books, sixth, pupils, everyone):
        assert deciding_row(rows, PUPIL, item) == expected
        rows.remove(expected)
    assert deciding_row(rows, PUPIL, item) is None


def test_of_equal_rows_the_one_with_fewer_days_decides():
    rows = [
        Row(1, collection_id=1, days=30),
        Row(2, collection_id=2, days=7),
        Row(3, collection_id=3, until_year_end=True, days=1),
    ]
    assert deciding_row(rows, PUPIL, Item("book", frozenset({1, 2, 3}))).pk == 2


@pytest.mark.parametrize(
    ("row", "reader", "matched"),
    [
        (Row(role="teacher"), PUPIL, False),
        (Row(grade=7), PUPIL, False),
        (Row(grade=6), TEACHER, False),
        (Row(kind="audio"), PUPIL, False),
        (Row(collection_id=4), PUPIL, False),
        (Row(store="Kho 2"), PUPIL, False),
        (Row(role="pupil", grade=6, kind="book", store="KHO 1"), PUPIL, True),
    ],
)
def test_every_condition_must_be_fulfilled(row, reader, matched):
    assert matches(row, reader, Item("book", frozenset({3}), "Kho 1")) is matched


def test_the_defaults_lend_to_pupils_teachers_and_textbooks_until_the_end_of_the_year():
    rows = default_rules(1)
    day = Day(TODAY, NEVER_CLOSED, date(2027, 5, 31))
    pupil = terms(rows, PUPIL, Item("book"), day)
    assert (pupil.due, pupil.max_loans, pupil.renewals) == (TODAY + timedelta(days=14), 3, 1)
    teacher = terms(rows, TEACHER, Item("book"), day)
    assert (teacher.due, teacher.max_loans) == (TODAY + timedelta(days=30), 10)
    for reader in (PUPIL, TEACHER):
        textbook = terms(rows, reader, Item("textbook"), day)
        assert (textbook.due, textbook.max_loans) == (date(2027, 5, 31), None)


def test_a_copy_for_use_in_the_library_stays_there_whatever_the_row_says():
    assert terms([Row()], PUPIL, Item("book", on_site_only=True), Day(TODAY, NEVER_CLOSED)).on_site_only
    assert not terms([Row()], PUPIL, Item("book"), Day(TODAY, NEVER_CLOSED)).on_site_only


def test_only_loans_of_the_same_row_count_towards_its_limit():
    rows = [base := Row(1), textbooks := Row(2, kind="textbook", max_loans=None)]
    items = [Item("book"), Item("textbook"), Item("audio"), Item("textbook")]
    assert counted(rows, PUPIL, items, base) == 2
    assert counted(rows, PUPIL, items, textbooks) == 2


def test_no_loan_is_due_on_a_sunday_a_holiday_or_in_the_summer():
    tet = (date(2027, 2, 4), date(2027, 2, 14))
    summer = (date(2027, 6, 1), date(2027, 8, 31))
    calendar = Calendar(closed=(tet, summer))
    assert due_day(calendar, TODAY, date(2026, 9, 20)) == date(2026, 9, 21)  # Sunday: Monday
    assert due_day(calendar, date(2027, 1, 25), date(2027, 2, 8)) == date(2027, 2, 15)  # a holiday: after it
    assert due_day(calendar, date(2027, 5, 25), date(2027, 6, 8)) == date(2027, 5, 31)  # the summer: before it
    assert due_day(calendar, date(2027, 5, 31), date(2027, 6, 14)) == date(2027, 9, 1)  # lent on its eve
    assert last_open_day(calendar, TODAY, date(2027, 6, 6)) == date(2027, 5, 31)


def test_where_no_school_year_is_entered_the_days_of_the_row_apply():
    row = Row(until_year_end=True, days=270)
    assert due(row, Day(TODAY, NEVER_CLOSED)) == TODAY + timedelta(days=270)
    assert due(row, Day(TODAY, NEVER_CLOSED, TODAY)) == TODAY + timedelta(days=270)


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
periods = st.tuples(days, st.integers(0, 120)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))
calendars = st.builds(
    Calendar,
    closed_weekdays=st.frozensets(st.integers(1, 7), max_size=6),
    closed=st.lists(periods, max_size=5).map(tuple),
)


@given(calendars, days, st.integers(1, 400), st.booleans(), st.one_of(st.none(), days))
def test_a_due_date_is_after_today_and_the_library_is_open(calendar, today, number, until_year_end, year_end):
    row = Row(days=number, until_year_end=until_year_end)
    day = due(row, Day(today, calendar, year_end))
    assert day > today
    assert calendar.is_open(day)


@given(
    st.lists(
        st.builds(Row, pk=st.integers(1, 99), role=st.sampled_from(["", "pupil"]), kind=st.sampled_from(["", "book"]))
    ),
    st.randoms(),
)
def test_the_order_of_the_rows_does_not_matter(rows, chance):
    rows = list({row.pk: row for row in rows}.values())
    shuffled = chance.sample(rows, len(rows))
    assert deciding_row(rows, PUPIL, Item("book")) == deciding_row(shuffled, PUPIL, Item("book"))


def test_a_library_that_never_opens_lends_for_the_days_of_the_row():
    assert due_day(Calendar(frozenset(range(1, 8))), TODAY, TODAY + timedelta(days=3)) == TODAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("name", "grade"),
    [("6A1", 6), ("10 Toán", 10), ("Lớp 3B", 3), ("12", 12), ("Mầm non", None), ("13A", None), ("", None)],
)
def test_the_grade_is_read_from_the_name_of_the_class(name, grade):
    assert grade_of_class(name) == grade
