"""A file that kills or hangs its reader is tried three times, then refused by name; other files go on meanwhile."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest
from django.utils import translation

from accounts.models import School
from ingest.errors import ParserCrashed, sentence_for
from ingest.models import Upload
from ingest.parsers import parser_pool
from ingest.parsers.sandbox import Child, Sandbox
from ingest.pipeline import leases
from ingest.pipeline.job import UNFINISHED
from ingest.pipeline.steps import identify
from ingest.states import State
from ingest.uploads import actions, bundling
from tests.factories import a_librarian
from tests.ingest import material
from tests.ingest.conftest import worked
from tests.ingest.tools.misbehaving import MARK

pytestmark = pytest.mark.backend_independent


@pytest.fixture
def harmful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Readers that do the harm which a file asks for, in real child processes."""
    made = Sandbox(parser_pool.scratch_root(), "tests.ingest.tools.misbehaving")

    def child(*, reads: bool = False) -> AbstractContextManager[Child]:
        return made.child()

    monkeypatch.setattr(parser_pool, "parser", child)
    yield
    parser_pool.close_parser()
    made.close()


def a_poisoned(path: Path, harm: str) -> Path:
    material.a_pdf(path, pages=1)
    with path.open("ab") as file:
        file.write(MARK + harm.encode())
    return path


def received(school: School, path: Path) -> Upload:
    (upload,) = actions.create_uploads(bundling.receive_path(path), school=school, by=a_librarian(school))
    return upload


@pytest.mark.parametrize(
    ("harm", "code", "tries"),
    [
        ("die", "parser_died", leases.MAX_ATTEMPTS),
        ("never_end", "parser_timed_out", leases.MAX_ATTEMPTS),
        ("eat_memory", "too_much_memory", 1),
    ],
)
def test_a_poisoned_file_is_refused_after_some_tries(
    harm: str, code: str, tries: int, tmp_path: Path, school: School, harmful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = received(school, a_poisoned(tmp_path / "độc.pdf", harm))
    good = received(school, material.a_pdf(tmp_path / "lành.pdf", pages=1))
    with monkeypatch.context() as patch:
        if harm == "never_end":
            patch.setattr(identify, "SECONDS", 2)
        for tried in range(tries):
            assert upload.state in UNFINISHED, tried
            worked(upload)
    assert (upload.state, upload.problem) == (State.REFUSED, code)
    assert upload.steps.get(name="identify").attempts == tries
    for language in ("vi", "en"):
        with translation.override(language):
            assert sentence_for(code, {}).endswith(".")
    assert worked(good).state == State.REVIEW


def test_a_reader_stays_for_its_upload_and_nobody_elses(tmp_path: Path, school: School, harmful: None) -> None:
    first, other = (received(school, material.a_pdf(tmp_path / name, pages=1)) for name in ("1.pdf", "2.pdf"))
    with parser_pool.parser_for(first.uuid) as child:
        kept = child.pid
    with parser_pool.parser_for(first.uuid) as child:
        assert child.pid == kept
    with parser_pool.parser_for(other.uuid) as child:
        assert child.pid != kept
        strange = child.pid
    with suppress(ParserCrashed), parser_pool.parser_for(other.uuid) as child:
        assert child.pid == strange
        raise ParserCrashed
    with parser_pool.parser_for(other.uuid) as child:
        assert child.pid not in (kept, strange)
        child.kill()
    with parser_pool.parser_for(other.uuid) as child:
        assert child.memory() > 0
