"""A fault of our own code is no fault of the file: the upload waits, then has failed, and can be tried again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.models import School
from ingest.models import Upload
from ingest.parsers import parser_pool
from ingest.parsers.errors import ParserFault
from ingest.parsers.ipc import Message
from ingest.parsers.sandbox import Parser
from ingest.pipeline.actions import leases
from ingest.states import State
from ingest.uploads import actions
from tests.factories import a_librarian
from tests.ingest import material
from tests.ingest.conftest import digitised, received

Ask = Callable[..., Iterator[Message]]

pytestmark = pytest.mark.backend_independent


def exhausted(upload: Upload) -> Upload:
    """Try the upload as often as workers do."""
    for _attempt in range(leases.MAX_ATTEMPTS):
        digitised(upload)
    return upload


def test_a_traceback_of_ours_does_not_refuse_the_file(
    tmp_path: Path, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = received(school, material.a_pdf(tmp_path / "a.pdf", pages=1))
    with monkeypatch.context() as patch:
        patch.setattr(Parser, "one", _faulty)
        exhausted(upload)
    assert (upload.state, upload.problem) == (State.FAILED, "retries_exhausted")
    actions.retry(upload, by=a_librarian(school))
    assert digitised(upload).state == State.REVIEW


def test_a_fault_on_every_page_fails_the_upload_and_a_retry_reads_the_pages_again(
    tmp_path: Path, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = received(school, material.a_pdf(tmp_path / "a.pdf", pages=2))
    with monkeypatch.context() as patch:
        patch.setattr(Parser, "ask", _with_faulty_pages(Parser.ask))
        exhausted(upload)
    assert (upload.state, upload.problem) == (State.FAILED, "retries_exhausted")
    assert upload.resource is not None
    actions.retry(upload, by=a_librarian(school))
    digitised(upload)
    assert upload.state == State.REVIEW
    assert [page.state for page in upload.resource.pages.all()] == ["ready", "ready"]


def test_the_parser_says_that_the_fault_is_ours(tmp_path: Path) -> None:
    with parser_pool.parser() as parser, pytest.raises(ParserFault, match="Traceback"):
        parser.one("picture_facts", seconds=60, path=str(tmp_path / "nothing"), unknown=1)


def _with_faulty_pages(ask: Ask) -> Ask:
    """Return `ask` for a parser whose code fails on every page."""

    def ask_faulty(parser: Parser, job: str, *, seconds: float, **arguments: Any) -> Iterator[Message]:
        if job == "read_pdf":
            yield from (({"number": n, "problem": "page_failed", "details": {}}, []) for n in arguments["numbers"])
        else:
            yield from ask(parser, job, seconds=seconds, **arguments)

    return ask_faulty


def _faulty(*_arguments: object, **_named: object) -> None:
    raise ParserFault("Traceback of ours")
