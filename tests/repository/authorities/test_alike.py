"""Headings that look the same are found, in time that grows with their number."""

import time
from hashlib import sha256

import pytest

from repository.authorities.alike import Entry, Likeness, Pair, pairs_alike

pytestmark = pytest.mark.backend_independent


def entries(*texts: str, kind: str = "person") -> list[Entry]:
    return [Entry(number, kind, text) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("nguyen van an", "nguyen van an", Likeness.SPELLING),
        ("nguyen minh chau", "minh chau nguyen", Likeness.ORDER),
        ("nguyen minh chau", "nguyen minh chaus", Likeness.ONE_LETTER),
        ("nguyen minh chau", "nguyen mink chau", Likeness.ONE_LETTER),
        ("nguyen minh chau", "nguyen min chau", Likeness.ONE_LETTER),
        ("xnguyen minh chau", "nguyen minh chau", Likeness.ONE_LETTER),
    ],
)
def test_alike(one: str, other: str, likeness: Likeness) -> None:
    assert pairs_alike(entries(one, other)) == [Pair(1, 2, likeness)]
    assert pairs_alike(entries(other, one)) == [Pair(1, 2, likeness)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("to hoai", "to hoan"),  # too short
        ("tu sach vang 1", "tu sach vang 2"),  # a digit
        ("nguyen minh chau", "nguyen minh trau"),
        ("nguyen minh chau", "nguyem mink chau"),
        ("nguyen minh chau", "nguyen minh"),
    ],
)
def test_not_alike(one: str, other: str) -> None:
    assert pairs_alike(entries(one, other)) == []


def test_kinds_and_years_tell_apart_and_variants_join() -> None:
    assert pairs_alike([Entry(1, "person", "ha noi ca"), Entry(2, "subject", "ha noi ca")]) == []
    assert pairs_alike([Entry(1, "person", "le an", "1900-"), Entry(2, "person", "le an", "1950-")]) == []
    assert pairs_alike([Entry(1, "person", "le an"), Entry(1, "person", "le an")]) == []
    both = [Entry(1, "person", "nguyen sen"), Entry(1, "person", "to hoai"), Entry(2, "person", "to hoai")]
    assert pairs_alike(both) == [Pair(1, 2, Likeness.SPELLING)]


def test_three_thousand_headings_take_seconds_at_most() -> None:
    digests = [sha256(str(number).encode()).hexdigest() for number in range(3_000)]
    many = [Entry(number, "person", f"nguyen {digest[:4]} {digest[4:12]}") for number, digest in enumerate(digests)]
    started = time.process_time()
    assert pairs_alike([*many, Entry(9_999, "person", many[7].folded)])[0] == Pair(7, 9_999, Likeness.SPELLING)
    assert time.process_time() - started < 10
