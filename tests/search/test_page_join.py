"""The place where the text of one page continues on the next: page numbers and running heads are skipped."""

import pytest

from search.highlighting import holds_phrase
from search.page_join import joined, page_join
from search.query import Query


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("đi về phía mặt", "trời mọc"),
        ("đi về phía mặt\n- 42 -\n", "trời mọc"),
        ("đi về phía mặt\n\nTrang 42", "43\ntrời mọc"),
        ("TỐ HỮU 42\nđi về phía mặt", "TỐ HỮU 43\ntrời mọc"),
        ("iv\nđi về phía mặt", "v\ntrời mọc"),
    ],
)
def test_page_numbers_and_running_heads_do_not_break_a_phrase(first, second):
    assert holds_phrase(joined(first, second), Query(text='"phía mặt trời mọc"'))


def test_a_line_of_text_is_no_running_head():
    at = page_join("Một dòng\nHai dòng", "Ba dòng\nBốn dòng")
    assert (at.before, at.after) == (len("Một dòng\nHai dòng"), 0)


def test_positions_before_the_break_are_those_of_the_first_page():
    first, second = "đi về phía mặt\n42", "trời mọc"
    both = joined(first, second)
    assert both[: page_join(first, second).before] == first[: page_join(first, second).before]
