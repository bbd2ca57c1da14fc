"""The files of deploy/ are accepted by the programs that read them, and name what the product reads and starts."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from devtools.installation.layout import APP, CONTENT, DATA, SITE, UNIT_FILES, Layout, render
from operations.env_file import parse
from tests.config.environment import read_by_the_product
from tests.support.sites import procfile
from tests.support.template import ROOT

pytestmark = pytest.mark.system
DEPLOY = ROOT / "deploy"
PATH = f"{os.environ['PATH']}:/usr/sbin"


def run(*command: str | Path) -> str:
    """Run a program that checks a file; return its output. It must find nothing wrong."""
    ended = subprocess.run(
        [str(word) for word in command],
        env={**os.environ, "PATH": PATH},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Return an installation of this checkout below a temporary folder."""
    return Layout(root=tmp_path, data=tmp_path / "data", backups=tmp_path / "backups", user="root")


@pytest.fixture
def units(layout: Layout) -> Path:
    """Write all units into a folder, as the installer does."""
    layout.units.mkdir(parents=True)
    for name in UNIT_FILES:
        (layout.units / name).write_text(render(f"systemd/{name}", replace(layout, user="daemon")), "utf-8")
    return layout.units


def test_the_installer_knows_every_unit() -> None:
    assert sorted(path.name for path in (DEPLOY / "systemd").iterdir()) == sorted(UNIT_FILES)


def test_systemd_finds_nothing_wrong_with_the_units(units: Path) -> None:
    output = run("systemd-analyze", "verify", "--man=no", *sorted(units.iterdir()))
    assert [line for line in output.splitlines() if "tu-sach" in line] == []


def test_systemd_notices_a_wrong_line(units: Path) -> None:
    """The check above can fail."""
    unit = units / "tu-sach-web.service"
    unit.write_text(unit.read_text("utf-8").replace("Restart=always", "Restart=sometimes"), "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    assert "sometimes" in subprocess.run(command, capture_output=True, text=True, check=False).stderr


@pytest.mark.parametrize("unit", ["tu-sach-web.service", "tu-sach-workers.service"])
def test_systemd_calls_the_services_well_confined(unit: str, units: Path) -> None:
    """The exposure that systemd computes, from 0 (none) to 10; a service without any of these lines has 9.6."""
    output = run("systemd-analyze", "security", "--offline=true", "--no-pager", units / unit)
    found = re.search(r"Overall exposure level for \S+ ([\d.]+)", output)
    assert found is not None
    assert float(found.group(1)) < 4.0


def commands() -> dict[str, list[str]]:
    """Return the words of ExecStart of each service."""
    found = {}
    for file in (DEPLOY / "systemd").glob("*.service"):
        (line,) = re.findall(r"^ExecStart=(.+)$", file.read_text("utf-8"), re.MULTILINE)
        found[file.stem] = line.split()
    return found


def test_the_services_start_what_the_procfile_starts() -> None:
    ours = commands()
    assert ours["tu-sach-web"] == [f"{APP}/.venv/bin/python", *procfile()["web"].removeprefix("exec ").split()[1:]]
    assert ours["tu-sach-workers"][1:] == procfile()["workers"].removeprefix("exec ").split()[1:]


def test_the_settings_file_names_settings_of_the_product_and_is_read_the_same_by_systemd() -> None:
    text = (DEPLOY / "tu-sach.env").read_text("utf-8")
    found = parse(text, source="deploy/tu-sach.env")
    assert set(found) - read_by_the_product() == set()
    assert [value for value in found.values() if "#" in value or value != value.strip()] == []


def test_a_rendered_file_has_no_example_left(layout: Layout) -> None:
    names = [f"systemd/{name}" for name in UNIT_FILES]
    for name in (*names, "tu-sach.env", "nginx.conf", "Caddyfile", "tu-sach"):
        text = render(name, layout, site="thuvien.truong.vn", content="noidung.truong.vn")
        assert not [example for example in (SITE, CONTENT, APP, DATA) if example in text], name
        assert not re.search(r"^(User|Group)=tusach$", text, re.MULTILINE)
    assert "https://thuvien.truong.vn" in render("tu-sach.env", layout, site="thuvien.truong.vn", content="c.vn")


def test_caddy_accepts_its_file(layout: Layout, tmp_path: Path) -> None:
    file = tmp_path / "Caddyfile"
    file.write_text(render("Caddyfile", layout, site="thuvien.truong.vn", content="noidung.truong.vn"), "utf-8")
    assert "Valid configuration" in run("caddy", "validate", "--adapter", "caddyfile", "--config", file)
    assert shutil.which("caddy", path=PATH) is not None


def test_nginx_accepts_its_file(layout: Layout, tmp_path: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=thuvien.truong.vn"]
    run(*command, "-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem")
    text = render("nginx.conf", layout, site="thuvien.truong.vn", content="noidung.truong.vn")
    assert "/etc/ssl/tu-sach/" in text
    (tmp_path / "site.conf").write_text(text.replace("/etc/ssl/tu-sach", str(tmp_path)), "utf-8")
    whole = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ access_log off; include {tmp_path}/site.conf; }}\n"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    run("nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", "stderr")
