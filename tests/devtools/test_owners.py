"""What a command started ends with it, also when it is killed; what `make services` started stays."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from devtools import owners
from devtools.paths import ROOT
from devtools.servers.processes import start_time, wait_until
from devtools.servers.redis import Redis
from devtools.servers.service_user import home

pytestmark = pytest.mark.system

# A run that starts a process in its own session, and one that ignores SIGTERM.
RUN = """
import signal, subprocess, sys
import devtools.owners as owners
from devtools.servers.service_user import home
from pathlib import Path
import os
os.environ[owners.VARIABLE] = str(os.getpid())
where = home(Path(sys.argv[1]))
with owners.locked(where):
    owners.add_run(where, os.getpid())
ignoring = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"
for code in ("import time; print(flush=True); time.sleep(600)", ignoring):
    child = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stdout=subprocess.PIPE)
    child.stdout.readline()
    print(child.pid, flush=True)
signal.pause()
"""


@pytest.fixture
def var_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    shutil.rmtree(home(tmp_path))


@pytest.fixture
def run(var_dir: Path) -> Iterator[subprocess.Popen[str]]:
    with start(var_dir) as process:
        yield process


@contextmanager
def start(var_dir: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {name: value for name, value in os.environ.items() if name != owners.VARIABLE}
    command = [sys.executable, "-c", RUN, str(var_dir)]
    as_in_a_terminal = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background job ignores it
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, preexec_fn=as_in_a_terminal
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def services(var_dir: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "devtools.services", *arguments]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "VAR_DIR": str(var_dir)}, check=True)


def end(run: subprocess.Popen[str], how: signal.Signals, var_dir: Path) -> None:
    """End the run and wait for its watcher, whose last act before servers is to delete the owner's file."""
    run.send_signal(how)
    run.wait()
    file = home(var_dir) / "owners" / str(run.pid)
    assert wait_until(lambda: not file.exists(), seconds=30, while_true=lambda: True)
    with owners.locked(home(var_dir)):
        pass  # the watcher has released it: it has finished


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_leaves_no_process_however_it_ends(run: subprocess.Popen[str], var_dir: Path, how: signal.Signals):
    assert run.stdout is not None
    children = [int(run.stdout.readline()) for _ in range(2)]
    assert owners.processes_of(run.pid) == children
    end(run, how, var_dir)
    # A killed process vanishes when the system has reaped it.
    assert wait_until(lambda: not any(map(start_time, children)), seconds=10, while_true=lambda: True)


# A benchmark that, instead of measuring, starts a process in its own session.
BENCHMARK = """
import signal, subprocess, sys
import bench.__main__ as bench
def measure(rows, runs):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    print(child.pid, flush=True)
    signal.pause()
bench.measure = measure
bench.main()
"""


def test_a_killed_benchmark_leaves_no_process() -> None:
    environment = {name: value for name, value in os.environ.items() if name != owners.VARIABLE}
    command = [sys.executable, "-c", BENCHMARK]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        child = int(run.stdout.readline())
        run.kill()
    assert wait_until(lambda: start_time(child) is None, seconds=30, while_true=lambda: True)


@pytest.mark.production_only
def test_a_server_ends_with_the_last_run_that_owns_it(run: subprocess.Popen[str], var_dir: Path) -> None:
    with start(var_dir) as second:
        services(var_dir, "start", "--owner", str(run.pid), "TASKS_URL")
        services(var_dir, "start", "--owner", str(second.pid), "TASKS_URL")
        redis = Redis(home(var_dir) / "redis")
        end(run, signal.SIGKILL, var_dir)
        assert redis.is_running()
        end(second, signal.SIGKILL, var_dir)
        assert not redis.is_running()


@pytest.mark.production_only
def test_a_private_server_ends_with_its_run_and_one_of_the_user_stays(
    run: subprocess.Popen[str], var_dir: Path
) -> None:
    services(var_dir, "start", "TASKS_URL")
    private = Redis(owners.private_folder(home(var_dir), run.pid, "redis-1"))
    private.start()
    private.wait()
    end(run, signal.SIGKILL, var_dir)
    assert not private.is_running()
    assert not private.folder.exists()
    shared = Redis(home(var_dir) / "redis")
    assert shared.is_running()
    services(var_dir, "stop")
    assert not shared.is_running()
