"""With real workers: one book is done while most of a hundred earlier books of another school still wait."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from devtools.servers.processes import wait_until
from tests.faults.harness import TIMEOUT_SECONDS, OfflineSite, driver
from tests.ingest import material
from tests.support import template
from tests.support.template import ROOT

MANY = 100


@contextmanager
def workers(site: OfflineSite) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run two workers of pages and one of the other queues."""
    queues = ("pages", "pages", "default,media")
    command = [sys.executable, "manage.py", "worker", "--interval", "0.1", "--queue"]
    with (site.var_dir / "workers.log").open("wb") as log:
        options: Any = {"cwd": ROOT, "env": site.environment, "stdout": log, "stderr": log, "start_new_session": True}
        started = [subprocess.Popen([*command, queue], **options) for queue in queues]
    try:
        yield started
    finally:
        for worker in started:
            worker.send_signal(signal.SIGTERM)
        for worker in started:
            worker.wait(30)


@pytest.mark.fault
@pytest.mark.slow
def test_one_book_is_done_while_a_hundred_of_another_school_wait(tmp_path: Path) -> None:
    var_dir = tmp_path / "var"
    var_dir.mkdir()
    template.copy_into(var_dir)
    site = OfflineSite(var_dir)
    book = str(material.a_picture(tmp_path / "trang.png"))
    site.run(*driver("prepare"))
    site.run(*driver("upload", *([book] * MANY)))
    site.run(*driver("prepare", "b"))
    site.run(*driver("upload_for", "b", book))
    with workers(site) as started:
        done = wait_until(
            lambda: "review" in site.run(*driver("states", "b")),
            seconds=TIMEOUT_SECONDS,
            while_true=lambda: all(worker.poll() is None for worker in started),
        )
        assert done, (var_dir / "workers.log").read_text(encoding="utf-8")[-4000:]
        waiting = site.run(*driver("states", "a")).split().count("received")
    assert waiting > MANY / 2, "the single book was uploaded last"
    assert waiting < MANY, "the large school is served, too"
