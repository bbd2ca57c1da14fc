"""Page batches: a page that crashes its parser is marked as broken, and no other."""

from pathlib import Path

import pytest

from ingest.errors import ParserCrashed
from ingest.models import Upload
from ingest.pipeline import batches
from ingest.states import State
from tests.ingest import material
from tests.ingest.conftest import Digitise


def problems_of(upload: Upload) -> list[str]:
    assert upload.resource is not None
    return [page.problem for page in upload.resource.pages.all()]


def test_a_page_that_crashes_its_parser_is_broken_alone(
    tmp_path: Path, digitise: Digitise, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_pages = batches._pages

    def crashing(job, numbers, labels):
        yield from read_pages(job, [n for n in numbers if n < 2] or [n for n in numbers if n > 2], labels)
        if 2 in numbers:
            raise ParserCrashed

    monkeypatch.setattr(batches, "_pages", crashing)
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=4))
    assert upload.state == State.REVIEW
    assert problems_of(upload) == ["", "", "parser_crashed", ""]


def test_labels_and_chapters_come_from_the_file_else_from_counting() -> None:
    labels = batches.PageLabels({"labels": ["i", ""], "outline": [(1, "Bìa", 0), (1, "Chương 1", 2), (2, "Bài 1", 2)]})
    assert [labels.label(number) for number in range(3)] == ["i", "2", "3"]
    assert [labels.heading(number) for number in range(3)] == [("Bìa", 1), ("", 0), ("Chương 1", 1)]
