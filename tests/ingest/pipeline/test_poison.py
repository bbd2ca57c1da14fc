"""A file that crashes or hangs its parser is refused after three attempts; other files continue meanwhile."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest
from django.utils import translation

from accounts.models import School
from ingest.errors import ParserCrashed, sentence_for
from ingest.parsers import parser_pool
from ingest.parsers.sandbox import Parser, Sandbox
from ingest.pipeline.actions import leases
from ingest.pipeline.steps import identify
from ingest.states import UNFINISHED, State
from tests.ingest import material
from tests.ingest.conftest import digitised, received
from tests.ingest.parsers.misbehaving import MARK

pytestmark = pytest.mark.backend_independent


@pytest.fixture
def harmful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Replace parsers by real processes that do the harm which a file asks for."""
    sandbox = Sandbox(parser_pool.scratch_root(), "tests.ingest.parsers.misbehaving")

    def parser(*, ocr: bool = False) -> AbstractContextManager[Parser]:
        return sandbox.parser()

    monkeypatch.setattr(parser_pool, "parser", parser)
    yield
    parser_pool.close_parser()
    sandbox.close()


def a_poisoned(path: Path, harm: str) -> Path:
    material.a_pdf(path, pages=1)
    with path.open("ab") as file:
        file.write(MARK + harm.encode())
    return path


@pytest.mark.parametrize(
    ("harm", "code", "attempts"),
    [
        ("die", "parser_crashed", leases.MAX_ATTEMPTS),
        ("never_end", "parser_timed_out", leases.MAX_ATTEMPTS),
        ("eat_memory", "too_much_memory", 1),
    ],
)
def test_a_poisoned_file_is_refused_after_some_attempts(
    harm: str, code: str, attempts: int, tmp_path: Path, school: School, harmful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = received(school, a_poisoned(tmp_path / "độc.pdf", harm))
    good = received(school, material.a_pdf(tmp_path / "lành.pdf", pages=1))
    with monkeypatch.context() as patch:
        if harm == "never_end":
            patch.setattr(identify, "SECONDS", 2)
        for attempt in range(attempts):
            assert upload.state in UNFINISHED, attempt
            digitised(upload)
    assert (upload.state, upload.problem) == (State.REFUSED, code)
    assert upload.steps.get(name="identify").attempts == attempts
    for language in ("vi", "en"):
        with translation.override(language):
            assert sentence_for(code, {}).endswith(".")
    assert digitised(good).state == State.REVIEW


def test_a_parser_stays_for_one_upload_and_is_replaced_for_another(
    tmp_path: Path, school: School, harmful: None
) -> None:
    first, other = (received(school, material.a_pdf(tmp_path / name, pages=1)) for name in ("1.pdf", "2.pdf"))
    with parser_pool.parser_for(first.uuid) as parser:
        first_pid = parser.pid
    with parser_pool.parser_for(first.uuid) as parser:
        assert parser.pid == first_pid
    with parser_pool.parser_for(other.uuid) as parser:
        assert parser.pid != first_pid
        other_pid = parser.pid
    with suppress(ParserCrashed), parser_pool.parser_for(other.uuid) as parser:
        assert parser.pid == other_pid
        raise ParserCrashed
    with parser_pool.parser_for(other.uuid) as parser:
        assert parser.pid not in (first_pid, other_pid)
        parser.kill()
    with parser_pool.parser_for(other.uuid) as parser:
        assert parser.memory() > 0
