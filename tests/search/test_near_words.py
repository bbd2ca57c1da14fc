"""Words one typing error away, and which errors are usual."""

import pytest

from search.near_words import DOUBLED, EXTRA, LOST, MARK_KEY, NEIGHBOUR, REPLACED, SWAPPED, near_words

pytestmark = pytest.mark.backend_independent


@pytest.mark.parametrize(
    ("typed", "meant", "unusual"),
    [
        ("am", "nam", LOST),
        ("lp", "lap", LOST),
        ("t", "tu", LOST),
        ("phurr", "phur", DOUBLED),
        ("phuu", "phu", DOUBLED),
        ("bein", "bien", SWAPPED),
        ("vuet", "viet", NEIGHBOUR),
        ("viez", "viet", REPLACED),
        ("phur", "phu", MARK_KEY),
        ("rphu", "phu", EXTRA),
        ("ym", "mi", SWAPPED),
        ("kky", "ki", DOUBLED),
    ],
)
def test_an_error_and_how_unusual_it_is(typed: str, meant: str, unusual: float) -> None:
    assert near_words(typed)[meant] == unusual


def test_two_errors_are_too_many_and_the_word_itself_is_none() -> None:
    near = near_words("bien")
    assert "bien" not in near
    assert "" not in near_words("a")
    assert {"vin", "biienn", "ibne", "dieu"}.isdisjoint(near)
