"""Text is cleaned in one way, in linear time."""

import time
import unicodedata
from collections.abc import Callable

import pytest

from accounts.text import clean_line, clean_paragraphs, is_key, nfc, visible

HOSTILE = (
    "a" + "\u0315\u0300" * 500_000,
    "\u200b" * 10**6,
    " \n" * 500_000,
    "\r" * 10**6,
    "ế" * 10**6,
    "\u200d" * 10**6,
)


@pytest.mark.parametrize(
    "text", ["\u200b", "\ufeff\u2060 \u3164", "\u2800", "\x07", "\u200d", "\ud800", "\u2028\u202e", ""]
)
def test_what_cannot_be_seen_is_empty(text: str) -> None:
    assert clean_line(text) == ""
    assert clean_paragraphs(text) == ""


@pytest.mark.parametrize(
    "typed,stored",
    [
        (" Đường\u200b lên\u2028đỉnh\xa0\t1 ", "Đường lên đỉnh 1"),
        (unicodedata.normalize("NFD", "Đất rừng phương Nam"), "Đất rừng phương Nam"),
        ("gpj\u202e.exe", "gpj.exe"),
        ("A\u0303\u0300 ế\x00", "Ã\u0300 ế"),
        ("👩\u200d🏫 và ខ្មែរ, می\u200cخواهم", "👩\u200d🏫 và ខ្មែរ, می\u200cخواهم"),
        ("e" + "\u0301" * 500, "é" + "\u0301" * 7),
    ],
)
def test_a_line_is_composed_with_single_spaces_and_without_invisible_characters(typed: str, stored: str) -> None:
    assert clean_line(typed) == stored
    assert clean_line(stored) == stored


def test_paragraphs_keep_their_lines() -> None:
    assert clean_paragraphs("\n một \r\nhai\r\n\r\n\r\n\r\nba\u2029bốn\n") == " một\nhai\n\nba\nbốn"


@pytest.mark.parametrize("clean", [nfc, visible, clean_line, clean_paragraphs])
def test_a_megabyte_takes_less_than_a_second_whatever_it_holds(clean: Callable[[str], str]) -> None:
    for text in HOSTILE:
        start = time.process_time()
        clean(text)
        assert time.process_time() - start < 1, repr(text[:3])


def test_a_key_is_a_number_that_a_database_can_look_up() -> None:
    assert all(map(is_key, ("0", "7", 7, "9" * 18)))
    assert not any(map(is_key, ("", "-1", "1.0", "²", "٣", "9" * 19, "9" * 5000, "1\n", None)))
