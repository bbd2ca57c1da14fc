"""The commands of the units, started as systemd starts them: ready, each line of the log is JSON, an orderly end."""

import json
import os
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.installation.layout import Layout, render
from operations import env_file
from tests.support import environments, sites
from tests.support.template import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.system, pytest.mark.timeout(600)]
UNITS = ("tu-sach-web.service", "tu-sach-workers.service")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[sites.Site]:
    """Create a migrated library with the shipped settings file on a free port of this machine."""
    environment = environments.create(tmp_path)
    site = sites.Site(tmp_path, environment.settings)
    layout = Layout(root=tmp_path, data=tmp_path, backups=tmp_path / "backups")
    text = render("tu-sach.env", layout, site="thuvien.truong.vn", content="noidung.truong.vn")
    (tmp_path / "tu-sach.env").write_text(text, "utf-8")
    yield site
    site.stop()
    environments.delete(environment.settings)


def start(site: sites.Site, unit: str) -> None:
    """Start the command of a unit with its environment; its output goes to the log of the site."""
    layout = Layout(root=site.var_dir, data=site.var_dir)
    lines = render(f"systemd/{unit}", layout).splitlines()
    values = dict(re.findall(r"(\w+)=(\S+)", " ".join(line for line in lines if line.startswith("Environment="))))
    values.pop("Environment", None)
    (command,) = [line.removeprefix("ExecStart=") for line in lines if line.startswith("ExecStart=")]
    environment = {"PATH": os.environ["PATH"], **env_file.read(site.var_dir / "tu-sach.env"), **site.settings}
    with (site.var_dir / f"{unit}.log").open("wb") as log:
        site.processes[unit] = subprocess.Popen(
            command.split(),
            cwd=ROOT,
            env={
                **environment,
                "OMP_THREAD_LIMIT": "1",
                "PORT": str(site.port),
                "WEB_WORKERS": "1",
                "OCR_WORKERS": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def is_ready(site: sites.Site) -> bool:
    """Return whether /readyz answers 200."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{site.port}/readyz", timeout=10):
            return True
    except OSError:
        return False


def test_every_line_of_the_log_is_json_and_the_library_gets_ready(site: sites.Site) -> None:
    for unit in UNITS:
        start(site, unit)
    site.wait_for(lambda: is_ready(site), "the library is ready", seconds=180)
    ended = dict(site.processes)
    site.stop()
    assert {unit: process.returncode for unit, process in ended.items()} == dict.fromkeys(UNITS, 0)
    for unit in UNITS:
        lines = (site.var_dir / f"{unit}.log").read_text("utf-8").splitlines()
        assert lines, unit
        assert [line for line in lines if not isinstance(json.loads(line), dict)] == []


def test_a_wrong_setting_ends_the_start_with_the_status_that_systemd_does_not_repeat(site: sites.Site) -> None:
    file = site.var_dir / "tu-sach.env"
    file.write_text(file.read_text("utf-8").replace("LOG_FORMAT=json", "LOG_FORMAT=jsn"), "utf-8")
    for unit in UNITS:
        start(site, unit)
        assert site.processes.pop(unit).wait(120) == os.EX_CONFIG
        assert f"RestartPreventExitStatus={os.EX_CONFIG:d}" in render(f"systemd/{unit}", Layout())


def test_the_signal_of_systemd_reaches_the_main_process_alone() -> None:
    """KillMode=mixed: a second SIGTERM would make a worker end without releasing its jobs."""
    for unit in UNITS:
        assert "KillMode=mixed" in render(f"systemd/{unit}", Layout())
