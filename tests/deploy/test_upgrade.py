"""`make upgrade` on a small repository with recorded steps: their order, and the way back from each failure."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from devtools.errors import CommandFailed, NotRoot, UpgradeFailed
from devtools.installation import doctor, upgrade
from devtools.installation.layout import Layout

GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "init.defaultBranch=main")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; return its output."""
    ended = subprocess.run([*GIT, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return ended.stdout.strip()


class Machine:
    """An installation with a real source, a real database file, and steps that are recorded instead of run."""

    def __init__(self, tmp_path: Path) -> None:
        self.origin, self.app = tmp_path / "origin", tmp_path / "app"
        self.layout = Layout(root=tmp_path / "root", app=self.app, data=tmp_path / "data", backups=tmp_path / "backups")
        self.steps: list[str] = []
        self.fail_at = ""
        self.findings: dict[str, list[str]] = {"mail": ["no server"], "store": []}
        for folder in (
            self.origin,
            self.layout.data,
            self.layout.units,
            self.layout.backups,
            self.layout.command.parent,
        ):
            folder.mkdir(parents=True)
        git(self.origin, "init", "-q")
        self.old = self.publish("old")
        git(tmp_path, "clone", "-q", str(self.origin), str(self.app))
        (self.layout.settings_file).write_text(f"VAR_DIR={self.layout.data}\n", "utf-8")
        (self.layout.units / "tu-sach-web.service").write_text("old unit", "utf-8")
        self.sql("CREATE TABLE book (title)", "INSERT INTO book VALUES ('before')")

    def publish(self, text: str) -> str:
        """Commit a new version at the origin; return its commit."""
        (self.origin / "Makefile").write_text(f"version = {text}\ninstall:\n", "utf-8")
        git(self.origin, "add", "-A")
        git(self.origin, "commit", "-qm", text)
        return git(self.origin, "rev-parse", "HEAD")

    def sql(self, *statements: str) -> list[Any]:
        """Run statements on the database; return the rows of the last."""
        with sqlite3.connect(self.layout.data / "db.sqlite3") as connection:
            return [connection.execute(statement).fetchall() for statement in statements][-1]

    def head(self) -> str:
        """Return the commit of the source."""
        return git(self.app, "rev-parse", "HEAD")

    def step(self, name: str) -> None:
        """Record a step; fail where the test wants it."""
        self.steps.append(name)
        if name == self.fail_at:
            self.fail_at = ""  # the way back runs some steps again
            raise CommandFailed(f"{name} failed")

    def manage(self, layout: Layout, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Record a command; a backup copies the database."""
        self.step(" ".join(arguments))
        folder = layout.backups / f"{len(self.steps)}"
        if arguments[0] == "backup":
            folder.mkdir()
            with (
                sqlite3.connect(layout.data / "db.sqlite3") as ours,
                sqlite3.connect(folder / "database.sqlite3") as copy,
            ):
                ours.backup(copy)
        return subprocess.CompletedProcess([], 0, stdout=f"1 row\n{folder}\n", stderr="")

    def run(self, command: Sequence[object], **_options: object) -> None:
        """Record a process; the second half of the upgrade changes the tables, as migrations do."""
        words = [str(word) for word in command]
        self.step(words[3])
        if words[3] == "finish":
            upgrade._change(self.layout, migrated=True)
            (self.layout.units / "tu-sach-web.service").write_text("new unit", "utf-8")
            (self.layout.units / "tu-sach-backup.timer").write_text("new timer", "utf-8")
            self.sql("ALTER TABLE book ADD COLUMN isbn", "UPDATE book SET title = 'after'")
            self.step("migrated")

    def upgrade(self, **variables: str) -> None:
        """Run `make upgrade`."""
        upgrade.upgrade({"INSTALL_ROOT": str(self.layout.root), **variables})


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a machine with an installed version and a newer one at the origin."""
    machine = Machine(tmp_path)
    monkeypatch.setattr(upgrade, "ROOT", machine.app)
    monkeypatch.setattr(upgrade, "from_environment", lambda environ: machine.layout)
    monkeypatch.setattr(upgrade, "manage", machine.manage)
    monkeypatch.setattr(upgrade, "run", machine.run)
    monkeypatch.setattr(upgrade, "packages", lambda layout: machine.step("packages"))
    monkeypatch.setattr(upgrade, "prepare_data", lambda layout: machine.step("prepare_data"))
    monkeypatch.setattr(upgrade, "start", lambda layout: machine.step("start"))
    monkeypatch.setattr(upgrade, "stop", lambda layout: machine.step("stop"))
    monkeypatch.setattr(upgrade.folders, "ensure", lambda layout: None)
    monkeypatch.setattr(doctor, "_findings", lambda layout: machine.findings)
    return machine


def assert_old(machine: Machine) -> None:
    """Check that source, database and units are those of the old version, and that nothing is left to undo."""
    assert machine.head() == machine.old
    assert git(machine.app, "symbolic-ref", "--short", "HEAD") == "main"
    assert machine.sql("SELECT * FROM book") == [("before",)]
    assert (machine.layout.units / "tu-sach-web.service").read_text("utf-8") == "old unit"
    assert not (machine.layout.units / "tu-sach-backup.timer").exists()
    assert not (machine.layout.state / upgrade.NOTE).exists()


def test_an_upgrade_backs_up_stops_fetches_migrates_and_asks_the_doctor(machine: Machine) -> None:
    new = machine.publish("new")
    machine.upgrade()
    assert machine.steps == ["backup", "stop", "backup --database-only", "finish", "migrated"]
    assert machine.head() == new
    assert machine.sql("SELECT * FROM book") == [("after", None)]
    assert not (machine.layout.state / upgrade.NOTE).exists()


def test_the_newest_version_is_left_alone(machine: Machine) -> None:
    machine.upgrade()
    assert machine.steps == []


@pytest.mark.parametrize("step", ["stop", "backup --database-only", "finish", "migrated"])
def test_a_failure_at_any_step_brings_the_old_version_back(machine: Machine, step: str) -> None:
    machine.publish("new")
    machine.fail_at = step
    with pytest.raises(UpgradeFailed, match=machine.old[:12]):
        machine.upgrade()
    assert_old(machine)
    assert machine.steps[-3:] == ["install", "prepare_data", "start"]


def test_a_failed_backup_changes_nothing(machine: Machine) -> None:
    machine.publish("new")
    machine.fail_at = "backup"
    with pytest.raises(UpgradeFailed, match="Nothing was changed"):
        machine.upgrade()
    assert_old(machine)
    assert machine.steps == ["backup"]


def test_a_part_that_was_sound_must_be_sound_after(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.publish("new")
    answers = iter(
        [{"mail": ["no server"], "store": []}, {"mail": ["no server"], "store": ["not writable"], "new": ["x"]}]
    )
    monkeypatch.setattr(doctor, "_findings", lambda layout: next(answers))
    with pytest.raises(UpgradeFailed):
        machine.upgrade()
    assert_old(machine)


def test_an_error_that_was_there_before_and_one_of_a_new_part_are_only_printed(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.publish("new")
    answers = iter([{"mail": ["no server"]}, {"mail": ["no server"], "sender": ["no address"]}])
    monkeypatch.setattr(doctor, "_findings", lambda layout: next(answers))
    machine.upgrade()
    assert "no address" in capsys.readouterr().out


def test_an_upgrade_that_was_cut_off_is_undone_by_the_next_call(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = machine.publish("new")

    class PowerCut(BaseException):
        pass

    real = machine.run

    def cut(command: Sequence[object], **options: object) -> None:
        real(command, **options)
        raise PowerCut

    monkeypatch.setattr(upgrade, "run", cut)
    with pytest.raises(PowerCut):
        machine.upgrade()
    assert machine.head() == new
    assert json.loads((machine.layout.state / upgrade.NOTE).read_text("utf-8"))["migrated"]
    monkeypatch.setattr(upgrade, "run", real)
    machine.fail_at = "backup"  # the second attempt ends early: what it finds is the old version
    with pytest.raises(UpgradeFailed):
        machine.upgrade()
    assert_old(machine)


def test_a_source_that_was_changed_by_hand_is_refused(machine: Machine) -> None:
    machine.publish("new")
    (machine.app / "Makefile").write_text("mine", "utf-8")
    with pytest.raises(UpgradeFailed, match="changed by hand"):
        machine.upgrade()
    assert machine.steps == []


def test_a_named_version_and_the_way_back_to_it(machine: Machine) -> None:
    new = machine.publish("new")
    machine.publish("newer")
    git(machine.origin, "tag", "v2", new)
    machine.fail_at = "migrated"
    with pytest.raises(UpgradeFailed):
        machine.upgrade(VERSION="v2")
    assert_old(machine)
    machine.upgrade(VERSION="v2")
    assert machine.head() == new


def test_a_source_that_was_pulled_by_hand_returns_to_the_version_that_is_named(machine: Machine) -> None:
    machine.publish("new")
    git(machine.app, "pull", "-q")
    machine.fail_at = "migrated"
    with pytest.raises(UpgradeFailed):
        machine.upgrade(FROM=machine.old)
    assert machine.steps[:2] == ["packages", "backup"]
    assert_old(machine)


def test_only_root_changes_a_real_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(upgrade, "from_environment", lambda environ: Layout())
    with pytest.raises(NotRoot, match="sudo make upgrade"):
        upgrade.upgrade({})
