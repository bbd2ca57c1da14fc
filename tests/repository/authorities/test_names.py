"""Forms of persons' names: both practices of inversion, titles and dates lead to one direct form and one heading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repository.authorities.keys import folded_keys
from repository.authorities.names import (
    FREQUENT_FAMILY_NAMES,
    dates_fit,
    direct_readings,
    heading_form,
    references,
    split_dates,
)

pytestmark = pytest.mark.backend_independent

FAMILIES = st.sampled_from(sorted(family.capitalize() for family in FREQUENT_FAMILY_NAMES))
ELEMENTS = ["Minh", "Nhật", "Thị", "Hồng", "Quang", "Bảo", "Ánh", "Giang", "Thuý", "Mỹ", "Khuê", "Duy"]
GIVEN = st.lists(st.sampled_from(ELEMENTS), min_size=1, max_size=3)
NAMES = st.builds(lambda family, given: f"{family} {' '.join(given)}", FAMILIES, GIVEN)


@settings(deadline=None)
@given(NAMES)
def test_each_inverted_form_of_a_vietnamese_name_leads_to_its_heading(name: str) -> None:
    assert heading_form(name) == name
    for form in references(name):
        assert name in direct_readings(form)
        assert folded_keys("person", name) <= folded_keys("person", form)


@settings(deadline=None)
@given(st.sampled_from(["Victor", "Astrid", "J. K."]), st.sampled_from(["Hugo", "Lindgren", "Rowling", "O'Brien"]))
def test_western_names_are_inverted_at_the_family_name(first: str, family: str) -> None:
    heading = f"{family}, {first}"
    assert heading_form(f"{first} {family}") == heading_form(heading) == heading
    assert references(heading) == (f"{first} {family}",)


@settings(deadline=None)
@given(NAMES, st.integers(1700, 2020), st.one_of(st.none(), st.integers(1700, 2020)))
def test_years_of_life_are_no_part_of_the_name(name: str, born: int, died: int | None) -> None:
    dates = f"{born}-{died or ''}"
    for written in (
        f"{name}, {dates}",
        f"{name} ({dates})",
        f"{name}, {dates}.",
        f"{name} ({dates.replace('-', '–')})",
    ):
        assert split_dates(written) == (name, dates)
    assert split_dates(name) == (name, "")


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_form_and_keys(text: str) -> None:
    heading_form(text)
    references(text)
    folded_keys("person", text)


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("Châu, Nguyễn Minh", "Nguyễn Minh Châu"),
        ("Nguyễn, Minh Châu", "Nguyễn Minh Châu"),
        ("Nguyễn, Văn An", "Nguyễn Văn An"),  # văn is a family name too
        ("NGUYỄN NHẬT ÁNH", "Nguyễn Nhật Ánh"),
        ("PGS. TS. Nguyễn Lân (1906-2003)", "Nguyễn Lân"),
        ("Bà Huyện Thanh Quan", "Bà Huyện Thanh Quan"),
        ("Tố Hữu", "Tố Hữu"),
        ("Antoine de Saint-Exupéry", "Saint-Exupéry, Antoine de"),
        ("King, Martin Luther, Jr.", "King, Martin Luther, Jr."),
        ("Homer", "Homer"),
    ],
)
def test_headings(written: str, heading: str) -> None:
    assert heading_form(written) == heading


def test_years_tell_persons_apart_only_where_both_are_known() -> None:
    assert dates_fit("1930-1988", "1930-")
    assert dates_fit("", "1930-1988")
    assert dates_fit("-1988", "1930-1988")
    assert not dates_fit("1930-1988", "1931-")
    assert not dates_fit("1930-1988", "-1989")
    assert split_dates("Nguyễn Du, sinh 1765") == ("Nguyễn Du", "1765-")
    assert split_dates("Lớp 6, 2006") == ("Lớp 6, 2006", "")
