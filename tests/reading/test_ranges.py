"""Range headers, as RFC 9110 section 14 reads them."""

import pytest

from reading.ranges import NotSatisfiable, Span, span


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=0-99", Span(0, 100)),
        ("bytes=40-", Span(40, 100)),
        ("bytes=40-1000", Span(40, 100)),
        ("bytes=-1", Span(99, 100)),
        ("bytes=-1000", Span(0, 100)),
        ("Bytes = 5-6", Span(5, 7)),
    ],
)
def test_one_range_is_cut_to_what_there_is(header: str, wanted: Span) -> None:
    assert span(header, 100) == wanted


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=6-5",
        "bytes=a-b",
        "lines=1-2",
        "bytes=0-1,3-4",
        "bytes=--5",
        "bytes=1_0-20",
    ],
)
def test_what_says_nothing_clear_asks_for_all(header: str) -> None:
    assert span(header, 100) is None


@pytest.mark.parametrize(
    ("header", "size"),
    [("bytes=100-", 100), ("bytes=200-300", 100), ("bytes=-0", 100), ("bytes=0-", 0), ("bytes=-5", 0)],
)
def test_a_range_without_a_byte_of_the_body_cannot_be_satisfied(header: str, size: int) -> None:
    with pytest.raises(NotSatisfiable):
        span(header, size)
