"""A worker that reads pages gives way to the web server on the same machine; one that posts mail does not."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.support import template
from tests.support.template import ROOT

NICENESS = 7
LOWERED = {"pages": NICENESS, "default,media,mail": NICENESS, "index": NICENESS, "default,mail": 0}
LOOK = """
import os, sys
import django; django.setup()
from workers.priority import AUTOGROUP_FILE, lower_priority_for
for queues in sys.argv[1:]:
    if not os.fork():
        os.setsid()
        before = os.nice(0)
        lower_priority_for(queues.split(","))
        group = AUTOGROUP_FILE.read_text().split()[-1] if AUTOGROUP_FILE.exists() else "none"
        print(queues, os.nice(0) - before, group, flush=True)
        os._exit(0)
    os.wait()
"""

LOOK_AT_ITS_CHILD = """
import os
from pathlib import Path
import django; django.setup()
from ingest.parsers import parser_pool
from workers.priority import AUTOGROUP_FILE, lower_priority_for
before = os.nice(0)
lower_priority_for(["pages"])
with parser_pool.parser() as child:
    group = Path(f"/proc/{child.pid}/autogroup").read_text().split()[-1] if AUTOGROUP_FILE.exists() else "none"
    print("child", os.getpriority(os.PRIO_PROCESS, child.pid) - before, group)
"""


def test_readers_go_first(tmp_path: Path) -> None:
    lines = _told(tmp_path, LOOK, *LOWERED)
    assert {queues: int(niceness) for queues, niceness, _group in lines} == LOWERED
    assert all(group in ("none", niceness) for _queues, niceness, group in lines)


def test_what_reads_for_a_worker_gives_way_with_it(tmp_path: Path) -> None:
    """It does nearly all of the work."""
    [[_child, niceness, group]] = _told(tmp_path, LOOK_AT_ITS_CHILD)
    assert int(niceness) == NICENESS
    assert group in ("none", str(NICENESS))


def _told(folder: Path, script: str, *arguments: str) -> list[list[str]]:
    """What a process says that leads a session, as those of a crew do: the words of each line."""
    told = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=template.environment(WORKER_NICENESS=str(NICENESS), VAR_DIR=str(folder)),
        capture_output=True,
        text=True,
        check=True,
        start_new_session=True,
    )
    return [line.split() for line in told.stdout.splitlines()]


def test_a_worker_gives_way_for_its_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[list[str]] = []
    monkeypatch.setattr("workers.priority.lower_priority_for", told.append)
    monkeypatch.setattr("workers.management.commands.worker.retry_on_outage", lambda work: None)
    call_command("worker", queue="pages,media")
    assert told == [["pages", "media"]]


@pytest.mark.parametrize(
    ("queue", "until_empty", "times"), [("pages", False, 1), ("pages", True, 0), ("media", False, 0)]
)
def test_only_who_stays_to_read_pages_loads_before_the_first(
    monkeypatch: pytest.MonkeyPatch, queue: str, until_empty: bool, times: int
) -> None:
    loaded: list[bool] = []
    monkeypatch.setattr("workers.priority.lower_priority_for", lambda queues: None)
    monkeypatch.setattr("workers.management.commands.worker.retry_on_outage", lambda work: None)
    monkeypatch.setattr("ingest.parsers.parser_pool.preload", lambda: loaded.append(True))
    call_command("worker", queue=queue, until_empty=until_empty)
    assert len(loaded) == times
