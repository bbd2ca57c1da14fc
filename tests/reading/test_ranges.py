"""Range headers, as RFC 9110 section 14 reads them."""

import pytest

from reading.ranges import ByteRange, NotSatisfiable, parse_range


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-0", ByteRange(0, 1)),
        ("bytes=0-99", ByteRange(0, 100)),
        ("bytes=40-", ByteRange(40, 100)),
        ("bytes=40-1000", ByteRange(40, 100)),
        ("bytes=-1", ByteRange(99, 100)),
        ("bytes=-1000", ByteRange(0, 100)),
        ("Bytes = 5-6", ByteRange(5, 7)),
    ],
)
def test_a_range_is_cut_to_the_body(header: str, wanted: ByteRange) -> None:
    assert parse_range(header, 100) == wanted


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
def test_an_invalid_header_requests_the_whole_body(header: str) -> None:
    assert parse_range(header, 100) is None


@pytest.mark.parametrize(
    ("header", "size"),
    [("bytes=100-", 100), ("bytes=200-300", 100), ("bytes=-0", 100), ("bytes=0-", 0), ("bytes=-5", 0)],
)
def test_a_range_beyond_the_body_cannot_be_satisfied(header: str, size: int) -> None:
    with pytest.raises(NotSatisfiable):
        parse_range(header, size)
