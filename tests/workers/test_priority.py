"""A worker of pages yields the processor to the web server of its machine; a worker of mail does not."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import template
from tests.support.template import ROOT

pytestmark = pytest.mark.system
NICENESS = 7
LOWERED = {"pages": NICENESS, "default,media,mail": NICENESS, "index": NICENESS, "default,mail": 0}
IN_A_WORKER = """
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
IN_ITS_PARSER = """
import os
from pathlib import Path
import django; django.setup()
from ingest.parsers import parser_pool
from workers.priority import AUTOGROUP_FILE, lower_priority_for
before = os.nice(0)
lower_priority_for(["pages"])
with parser_pool.parser() as parser:
    group = Path(f"/proc/{parser.pid}/autogroup").read_text().split()[-1] if AUTOGROUP_FILE.exists() else "none"
    print("parser", os.getpriority(os.PRIO_PROCESS, parser.pid) - before, group)
"""


def test_workers_of_background_queues_lower_their_priority(tmp_path: Path) -> None:
    lines = _output(tmp_path, IN_A_WORKER, *LOWERED)
    assert {queues: int(niceness) for queues, niceness, _group in lines} == LOWERED
    assert all(group in ("none", niceness) for _queues, niceness, group in lines)


def test_the_parser_of_a_worker_has_its_priority(tmp_path: Path) -> None:
    """It does nearly all of the work."""
    [[_parser, niceness, group]] = _output(tmp_path, IN_ITS_PARSER)
    assert int(niceness) == NICENESS
    assert group in ("none", str(NICENESS))


def _output(folder: Path, script: str, *arguments: str) -> list[list[str]]:
    """Run a script in a process that leads a session, as those of run_workers do; return the words of each line."""
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=template.environment(WORKER_NICENESS=str(NICENESS), VAR_DIR=str(folder)),
        capture_output=True,
        text=True,
        check=True,
        start_new_session=True,
    )
    return [line.split() for line in ended.stdout.splitlines()]
