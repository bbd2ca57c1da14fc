"""The sandbox: isolated parsers, time limits, refusals by name; a parser that dies or hangs affects nothing else."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from devtools.servers.processes import wait_until
from ingest.errors import ParserCrashed, ParserTimedOut, TooManyPixels
from ingest.parsers import isolation, parser_pool, sandbox
from ingest.parsers.errors import MalformedMessage, ParserFault
from ingest.parsers.ipc import receive, send
from tests.ingest import material
from tests.support import template
from tests.support.template import ROOT

OCR_MODELS = 10 * 1024**2  # bytes; less than the smaller of the two


@pytest.fixture
def place() -> Iterator[Path]:
    """Yield a folder that parsers may read and write."""
    with parser_pool.scratch() as folder:
        yield folder


def test_parsers_are_isolated_on_this_machine() -> None:
    with parser_pool.parser() as parser:
        assert parser.isolated == {"network": True, "files": True, "calls": True}


def test_a_parser_without_ocr_does_not_hold_the_models() -> None:
    fresh = sandbox.Sandbox(parser_pool.scratch_root())
    with fresh.parser() as parser:
        without = parser.memory()
    with fresh.parser(ocr=True) as parser:
        assert parser.memory() > without + OCR_MODELS
    fresh.close()


def test_the_first_process_of_a_container_has_parsers_too(tmp_path: Path) -> None:
    """Its children see 1 as the id of their parent, as orphans do."""
    script = (
        "import django; django.setup()\nfrom ingest.parsers import parser_pool as p\nwith p.parser() as c: print(c.pid)"
    )
    ended = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "--pid", "--fork", "--mount-proc", sys.executable, "-c", script],
        cwd=ROOT,
        env=template.environment(VAR_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 1


def test_a_parser_reads_nothing_outside_its_folder(place: Path) -> None:
    secret = Path(settings.VAR_DIR) / "secret.pdf"
    material.a_pdf(secret)
    material.a_pdf(place / "open.pdf")
    with parser_pool.parser() as parser:
        assert parser.one("content_type", seconds=20, path=str(place / "open.pdf"))["content_type"] == "application/pdf"
        with pytest.raises(ParserFault, match="PermissionError"):
            parser.one("content_type", seconds=20, path=str(secret))


def test_a_refusal_comes_back_by_its_name_and_details(place: Path) -> None:
    material.huge_picture(place / "a.png")
    with parser_pool.parser() as parser, pytest.raises(TooManyPixels) as refused:
        parser.one("picture_facts", seconds=20, path=str(place / "a.png"))
    assert refused.value.details == {"width": material.BIG, "height": material.BIG}


def test_a_parser_that_hangs_is_killed(place: Path) -> None:
    material.a_page().save(place / "a.png")
    with parser_pool.parser() as parser, pytest.raises(ParserTimedOut):
        list(parser.ask("read_pictures", seconds=0.001, path=str(place / "a.png"), units=[(0, "", 0)]))


def test_what_a_parser_started_dies_with_it(place: Path) -> None:
    """Check ffmpeg, a child of the parser, which would run for an hour after its worker was killed."""
    film = material.a_film(place / "a.avi", seconds=240, codec="mpeg4")
    with parser_pool.parser() as parser:
        facts = parser.one("probe", seconds=60, path=str(film))
        answers = parser.ask("stream", seconds=60, path=str(film), folder=str(place), facts=facts)
        next(answers)
        assert ffmpegs(place)
        sandbox.os.kill(parser.pid, sandbox.signal.SIGKILL)
        assert wait_until(lambda: not ffmpegs(place), seconds=20, while_true=lambda: True)


def ffmpegs(folder: Path) -> list[str]:
    """Return the processes that work in the folder."""
    processes = [file.parent for file in Path("/proc").glob("[0-9]*/cmdline")]
    return [process.name for process in processes if str(folder).encode() in _bytes_of(process / "cmdline")]


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def test_a_parser_that_dies_is_reported_and_the_next_one_works(place: Path) -> None:
    material.a_pdf(place / "a.pdf")
    with parser_pool.parser() as parser:
        sandbox.os.kill(parser.pid, sandbox.signal.SIGKILL)
        with pytest.raises(ParserCrashed):
            parser.one("content_type", seconds=20, path=str(place / "a.pdf"))
    with parser_pool.parser() as parser:
        assert parser.one("pdf_facts", seconds=20, path=str(place / "a.pdf"))["pages"] == 2


def test_messages_go_whole_or_not_at_all() -> None:
    ours, theirs = socket.socketpair()
    send(ours, {"chữ": "đ"}, [b"", b"x" * 70_000])
    assert receive(theirs) == ({"chữ": "đ"}, [b"", b"x" * 70_000])
    ours.sendall(b"\xff" * 6)
    with pytest.raises(MalformedMessage):
        receive(theirs)
    ours.close()
    theirs.close()


def test_the_limits_are_finite() -> None:
    assert isolation.MEMORY <= 8 * 1024**3
    assert isolation.HANDLES <= 1024
