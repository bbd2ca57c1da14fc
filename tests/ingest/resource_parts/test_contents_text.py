"""The table of contents as a text: what is typed or pasted, and each line that cannot be understood."""

import time

import pytest
from django.utils.translation import override

from ingest.resource_parts.contents_text import parse, text_of
from repository.actions import Heading
from repository.models import Page

PAGES = [Page(pk=pk, label=label) for pk, label in enumerate(["", "i", "ii", "1", "2", "3", "4"], 1)]


@pytest.mark.parametrize(
    ("line", "key", "heading"),
    [
        ("Lời nói đầu ........ i", 2, Heading("Lời nói đầu", 1)),
        ("Chương 1. Số tự nhiên … 1", 4, Heading("Chương 1. Số tự nhiên", 1)),
        ("- Bài 1. Tập hợp\t2", 5, Heading("Bài 1. Tập hợp", 2)),
        ("- - Luyện tập . . . . . 3", 6, Heading("Luyện tập", 3)),
        ("Phụ lục  4", 7, Heading("Phụ lục", 1)),
        ("Bìa | [1]", 1, Heading("Bìa", 1)),
        ("Bài 12......II", 3, Heading("Bài 12", 1)),
        ("Trang cuối .. 7", 7, Heading("Trang cuối", 1)),
    ],
)
def test_a_line_is_a_heading_leaders_and_a_page(line: str, key: int, heading: Heading) -> None:
    parsed = parse(line, PAGES)
    assert (parsed.headings, parsed.problems) == ({key: heading}, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Chương 3", "Line 1: the page number is missing in “Chương 3”."),
        ("\n\n....... 3", "Line 3: the page number is missing"),
        (
            "Một .. 1\nHai .. 99",
            "Line 2: there is no page “99”. Enter a printed page number",
        ),
        ("Một .. 1\nHai .. 1", "Line 2: the same page already begins “Một”."),
        ("a" * 301 + " .. 1", "Line 1: a heading has 1 to 300 characters."),
        ("Một .. 0", "Line 1: there is no page “0”."),
        ("Một .. ²", "Line 1: there is no page “²”."),
    ],
)
def test_what_is_not_understood_names_its_line_and_what_to_do(text: str, problem: str) -> None:
    with override("en"):
        (found,) = parse(text, PAGES).problems
    assert found.startswith(problem)


def test_what_is_saved_is_read_again_as_it_is() -> None:
    parsed = parse("Mở đầu .. i\nChương 1 .. 1\n- Bài 1 .. 2", PAGES)
    for page in PAGES:
        heading = parsed.headings.get(page.pk, Heading("", 0))
        page.heading, page.depth = heading.text, heading.depth
    assert text_of(PAGES) == "Mở đầu … i\nChương 1 … 1\n- Bài 1 … 2"
    assert parse(text_of(PAGES), PAGES) == parsed
    unprinted = [Page(pk=1, heading="Mở đầu", depth=1), Page(pk=2)]
    assert text_of(unprinted) == "Mở đầu … 1"


@pytest.mark.parametrize("line", ["a" + "." * 50_000, "a" + "._·" * 20_000 + " z z", "- " * 30_000, "a …" * 20_000])
def test_a_hostile_line_takes_no_time(line: str) -> None:
    start = time.perf_counter()
    parse(line, PAGES)
    assert time.perf_counter() - start < 1
