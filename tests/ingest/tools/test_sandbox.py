"""The walls hold: no network, no other files, limits; and a child that dies or hangs takes nobody along."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from devtools.servers.processes import wait_until
from ingest.errors import Damaged, ParserCrashed, ParserTimedOut, TooManyPixels
from ingest.parsers import isolation, parser_pool, sandbox
from ingest.parsers.ipc import MalformedMessage, receive, send
from tests.ingest import material
from tests.support import template
from tests.support.template import ROOT

MODELS = 10 * 1024**2  # bytes; less than the smaller of the two


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder where a child may read and write."""
    with parser_pool.scratch() as folder:
        yield folder


def test_every_wall_stands_on_this_machine() -> None:
    with parser_pool.parser() as child:
        assert child.walls == {"network": True, "files": True}


def test_who_only_parses_does_not_hold_the_models_of_ocr() -> None:
    made = sandbox.Sandbox(parser_pool.scratch_root())
    with made.child() as parser:
        without = parser.memory()
    with made.child(reads=True) as reader:
        assert reader.memory() > without + MODELS
    made.close()


def test_the_first_process_of_a_container_has_readers_too(tmp_path: Path) -> None:
    """Its children see 1 as the id of their parent, as those do whose parent is gone."""
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


def test_a_child_reads_nothing_beside_its_folder(place: Path) -> None:
    secret = Path(settings.VAR_DIR) / "secret.pdf"
    material.a_pdf(secret)
    material.a_pdf(place / "open.pdf")
    with parser_pool.parser() as child:
        assert child.one("content_type", seconds=20, path=str(place / "open.pdf"))["content_type"] == "application/pdf"
        with pytest.raises(Damaged):
            child.one("content_type", seconds=20, path=str(secret))


def test_a_refusal_comes_back_by_its_name_and_details(place: Path) -> None:
    material.huge_picture(place / "a.png")
    with parser_pool.parser() as child, pytest.raises(TooManyPixels) as refused:
        child.one("picture_facts", seconds=20, path=str(place / "a.png"))
    assert refused.value.details == {"width": material.BIG, "height": material.BIG}


def test_a_child_that_hangs_is_ended(place: Path) -> None:
    material.a_page().save(place / "a.png")
    with parser_pool.parser() as child, pytest.raises(ParserTimedOut):
        list(child.ask("read_pictures", seconds=0.001, path=str(place / "a.png"), units=[(0, "", 0)]))


def test_what_a_child_has_started_dies_with_it(place: Path) -> None:
    """ffmpeg is its grandchild: a worker that is killed must leave none behind that works on for an hour."""
    film = material.a_film(place / "a.avi", seconds=240, codec="mpeg4")
    with parser_pool.parser() as child:
        facts = child.one("probe", seconds=60, path=str(film))
        answers = child.ask("stream", seconds=60, path=str(film), folder=str(place), found=facts)
        next(answers)
        assert ffmpegs(place)
        sandbox.os.kill(child.pid, sandbox.signal.SIGKILL)
        assert wait_until(lambda: not ffmpegs(place), seconds=20, while_true=lambda: True)


def ffmpegs(folder: Path) -> list[str]:
    """The processes that work in the folder."""
    found = [stat.parent for stat in Path("/proc").glob("[0-9]*/cmdline")]
    return [place.name for place in found if str(folder).encode() in _said(place / "cmdline")]


def _said(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def test_a_child_that_dies_is_told_and_the_next_one_works(place: Path) -> None:
    material.a_pdf(place / "a.pdf")
    with parser_pool.parser() as child:
        sandbox.os.kill(child.pid, sandbox.signal.SIGKILL)
        with pytest.raises(ParserCrashed):
            child.one("content_type", seconds=20, path=str(place / "a.pdf"))
    with parser_pool.parser() as child:
        assert child.one("pdf_facts", seconds=20, path=str(place / "a.pdf"))["pages"] == 2


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
