"""Mistake 14: one request used all memory or all time. Long words, unusual patterns and large forms end quickly.

Limits and isolation of the parsers: tests/ingest/pipeline/test_bad_input.py and tests/ingest/parsers/test_sandbox.py.
"""

import re
import time
from collections.abc import Iterator

import pytest
from django.conf import settings as ours
from django.test import Client

from ingest.filenames import clean_name
from ingest.parsers import archive, person_names, proposals, title_page
from operations import logs
from search import analysis, query
from search.query import MAX_CHOICES, MAX_TEXT_LENGTH, MAX_WORDS
from tests.reading.conftest import a_reader
from tests.security.code import files

LONG = 10_000
MAX_SECONDS = 5.0  # seconds; a wide margin over some milliseconds, for a busy machine
SHAPES = ("a", " ", "a ", "-", "1", "9-", '"', "“ ", "đ", "\u0301", "a,", "Nguyễn ", "ISBN 978", ".", "(", "<", "&")


def patterns() -> Iterator[re.Pattern[str]]:
    """Yield the compiled patterns of modules that read text from users."""
    for module in (archive, person_names, proposals, title_page, analysis, query, logs):
        for value in vars(module).values():
            yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, re.Pattern))


def test_no_pattern_grows_without_end() -> None:
    found = list(patterns())
    assert len(found) >= 10
    slow = []
    for pattern in found:
        for shape in SHAPES:
            text = (shape * LONG)[:LONG] + "!"
            begin = time.process_time()
            for _match, _turn in zip(pattern.finditer(text), range(1000), strict=False):
                pass
            if time.process_time() - begin > MAX_SECONDS:
                slow.append(f"{pattern.pattern[:60]} on {shape!r}")
    assert slow == []


@pytest.mark.parametrize("shape", SHAPES)
def test_long_words_are_searched_for_as_short_ones(shape: str, db: None, settings, tmp_path) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    begin = time.process_time()
    assert Client().get("/tim/", {"q": (shape * LONG)[:LONG]}).status_code == 200
    assert time.process_time() - begin < MAX_SECONDS
    clean_name((shape * LONG)[:LONG])


def test_what_a_search_may_hold_is_finite() -> None:
    assert MAX_TEXT_LENGTH <= 1000
    assert MAX_WORDS <= 100
    assert MAX_CHOICES <= 100


def test_forms_are_finite_and_files_go_to_disk() -> None:
    assert ours.DATA_UPLOAD_MAX_MEMORY_SIZE <= 2_621_440
    assert ours.DATA_UPLOAD_MAX_NUMBER_FIELDS <= 1000
    assert ours.DATA_UPLOAD_MAX_NUMBER_FILES <= 1000
    assert ours.FILE_UPLOAD_MAX_MEMORY_SIZE <= 2_621_440
    assert str(ours.FILE_UPLOAD_TEMP_DIR).startswith(str(ours.VAR_DIR))


def test_a_form_that_is_too_large_is_refused(db: None) -> None:
    client = a_reader(role="librarian").client
    client.raise_request_exception = False
    many = {f"field{n}": "x" for n in range(ours.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.post("/chia-se/thoa-thuan/moi/", many).status_code == 400
    assert client.post("/chia-se/thoa-thuan/moi/", {"title": "x" * 3_000_000}).status_code == 400


def test_nothing_reads_an_upload_into_memory() -> None:
    reads = [
        file for file in files("ingest") if re.search(r"FILES\[[^]]*\]\.read\(\)|\.file\.read\(\)", file.read_text())
    ]
    assert reads == []
