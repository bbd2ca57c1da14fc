"""On a machine that cannot isolate parsers no file is read in silence: uploads wait and say so."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from accounts.models import School
from ingest.checks import isolation
from ingest.errors import sentence_for
from ingest.parsers import parser_pool
from ingest.parsers.sandbox import Sandbox
from ingest.states import UNFINISHED, State
from tests.ingest import material
from tests.ingest.conftest import digitised, received

pytestmark = pytest.mark.backend_independent


@pytest.fixture
def unisolated(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Replace parsers by those of a machine without any wall."""
    parser_pool.close_parser()
    sandbox = Sandbox(parser_pool.scratch_root(), "tests.ingest.parsers.unisolated")
    with monkeypatch.context() as patch:
        patch.setattr(parser_pool, "sandbox", lambda _scratch: sandbox)
        yield
        parser_pool.close_parser()
    sandbox.close()


def test_an_upload_waits_says_why_and_continues_when_parsers_are_isolated(
    tmp_path: Path, school: School, request: pytest.FixtureRequest
) -> None:
    upload = received(school, material.a_pdf(tmp_path / "a.pdf", pages=1))
    request.getfixturevalue("unisolated")
    digitised(upload)
    assert upload.state in UNFINISHED
    assert upload.problem == "isolation_missing"
    assert upload.steps.get(name="identify").attempts == 0
    for language in ("vi", "en"):
        with translation.override(language):
            assert "doctor" in sentence_for(upload.problem, upload.problem_details)


def test_with_the_setting_it_is_read_and_each_parser_is_logged(
    tmp_path: Path, school: School, unisolated: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PARSERS_WITHOUT_ISOLATION = True
    upload = received(school, material.a_pdf(tmp_path / "a.pdf", pages=1))
    with caplog.at_level(logging.WARNING, "ingest"):
        assert digitised(upload).state == State.REVIEW
    assert any("without isolation: files, network, calls" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize(
    ("absent", "allowed", "ids"),
    [
        ([], False, []),
        (["network"], False, ["ingest.W001"]),
        (["files"], False, ["ingest.E003", "ingest.W002"]),
        (["files"], True, ["ingest.W002"]),
        (["network", "calls"], False, ["ingest.E003", "ingest.W001", "ingest.W003"]),
    ],
)
def test_the_system_check_names_each_missing_wall(
    absent: list[str], allowed: bool, ids: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PARSERS_WITHOUT_ISOLATION = allowed
    walls = {name: name not in absent for name in ("network", "files", "calls")}
    monkeypatch.setattr("ingest.checks._try_isolation", lambda: walls)
    assert [message.id for message in isolation()] == ids
