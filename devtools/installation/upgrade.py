"""`sudo make upgrade`: back up, fetch, install, migrate, start; after a failure the old version runs again.

How to go back is written to a file before anything is changed: an upgrade that was cut off is undone by the next call.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from devtools.commands import run, say
from devtools.done_markers import write_atomically
from devtools.errors import SetupStopped, UpgradeFailed
from devtools.installation import doctor, folders
from devtools.installation.install import packages, prepare_data, system_files
from devtools.installation.layout import UNIT_FILES, Layout, database, from_environment
from devtools.installation.system import manage, require_root, start, stop, systemctl
from devtools.paths import ROOT
from operations.backup.dumps import DumpError, load

NOTE = "upgrade.json"


@dataclass
class Upgrade:
    """One upgrade in progress: commits, branch of the old one ("" is none), the snapshot to go back to ("" at first).

    `named`: VERSION names the new commit, which then is on no branch.
    """

    old: str
    new: str
    branch: str
    named: bool = False
    snapshot: str = ""
    migrated: bool = False


def upgrade(environ: Mapping[str, str]) -> None:
    """Bring the installation to VERSION, or to the newest commit of its branch. Raises UpgradeFailed.

    FROM names the commit that runs now, where the source was already updated by hand.
    """
    layout = from_environment(environ)
    require_root(layout, "upgrade")
    note = layout.state / NOTE
    if note.is_file():
        say("An earlier upgrade was cut off; going back first")
        _go_back(layout, Upgrade(**json.loads(note.read_text("utf-8"))))
    if _git("status", "--porcelain", "--untracked-files=no"):
        raise UpgradeFailed("Files of the source were changed by hand (see: git status). Nothing was done.")
    plan = _plan(environ)
    if plan.old == plan.new:
        say(f"This is the newest version ({plan.old[:12]}).")
        return
    say(f"Upgrade from {plan.old[:12]} to {plan.new[:12]}")
    _run(layout, plan, updated_by_hand=bool(environ.get("FROM")))


def finish(environ: Mapping[str, str]) -> None:
    """Run the second half with the code of the new version: packages, units, tables, static files, index, start."""
    layout = from_environment(environ)
    packages(layout)
    system_files(layout)
    _change(layout, migrated=True)
    prepare_data(layout)
    start(layout)


def _run(layout: Layout, plan: Upgrade, *, updated_by_hand: bool) -> None:
    sound: set[str] = set()
    try:
        if updated_by_hand:
            _step("packages", lambda: packages(layout))
        else:
            sound = doctor.sound_parts(layout)
        _step("backup of database and files", lambda: manage(layout, "backup"))
        _note(layout, plan)
        _save_units(layout)
        _step("stop", lambda: stop(layout))
        # What was written between the backup and the stop.
        snapshot = manage(layout, "backup", "--database-only").stdout.strip().splitlines()[-1]
        _change(layout, snapshot=snapshot)
        _step("fetched source", lambda: _check_out(plan.new, "" if plan.named else plan.branch))
        _step("new version", lambda: run([sys.executable, "-m", "devtools.installation", "finish"], cwd=ROOT))
        _step("doctor", lambda: doctor.require_sound(layout, sound))
    except (SetupStopped, OSError, KeyboardInterrupt) as error:
        if not (layout.state / NOTE).is_file():  # nothing was changed yet
            raise UpgradeFailed(f"Nothing was changed: {error}") from error
        print(f"\n{error}", file=sys.stderr)
        _go_back(layout, Upgrade(**json.loads((layout.state / NOTE).read_text("utf-8"))))
        raise UpgradeFailed(
            f"The upgrade failed, for the reason above; version {plan.old[:12]} runs again with its data."
        ) from error
    _forget(layout)
    if (layout.data / "media").is_dir():  # release 0.1.0 had pictures of pages there; the way back needed them
        manage(layout, "move_media", check=False)
    say(f"Upgraded to {plan.new[:12]}.")


def _go_back(layout: Layout, plan: Upgrade) -> None:
    """Return source, packages, units and, if tables may have changed, the database to what they were."""
    say(f"Going back to {plan.old[:12]}")
    stop(layout)
    if plan.migrated:
        ours = database(layout)
        try:
            load(ours, Path(plan.snapshot) / ours.file)
        except DumpError as error:
            raise UpgradeFailed(
                f"The database could not be restored ({error}). The library is stopped. Its copy is in {plan.snapshot}."
            ) from error
        _own_database(layout)
    _check_out(plan.old, plan.branch)
    target = "install" if "\ninstall:" in (ROOT / "Makefile").read_text("utf-8") else "run"  # 0.1.0 has no install
    run([sys.executable, "-m", "devtools", target], cwd=ROOT)
    _restore_units(layout)
    prepare_data(layout)
    start(layout)
    _forget(layout)


def _plan(environ: Mapping[str, str]) -> Upgrade:
    """Return what to do: fetch, and find the commit of VERSION or the newest of the branch."""
    branch = _git("symbolic-ref", "--short", "-q", "HEAD", optional=True)
    head = _git("rev-parse", "HEAD")
    if environ.get("FROM"):
        return Upgrade(old=_git("rev-parse", f"{environ['FROM']}^{{commit}}"), new=head, branch=branch)
    _git("fetch", "--tags", "--quiet")
    wanted = environ.get("VERSION", "")
    if wanted:
        return Upgrade(old=head, new=_git("rev-parse", f"{wanted}^{{commit}}"), branch=branch, named=True)
    if not branch:
        raise UpgradeFailed("The source is at a version, on no branch. Name the new one: sudo make upgrade VERSION=…")
    return Upgrade(old=head, new=_git("rev-parse", f"{branch}@{{upstream}}"), branch=branch)


def _check_out(commit: str, branch: str) -> None:
    _git("checkout", "--quiet", *(["-B", branch, commit] if branch else ["--detach", commit]))


def _git(*arguments: str, optional: bool = False) -> str:
    """Run git as the owner of the source. Raises UpgradeFailed."""
    owner = ROOT.stat().st_uid
    identity = {} if owner == os.geteuid() else {"user": owner, "group": ROOT.stat().st_gid}
    ended = subprocess.run(
        ["git", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        **identity,  # type: ignore[call-overload]
    )
    if ended.returncode and not optional:
        raise UpgradeFailed(f"git {' '.join(arguments)}: {ended.stderr.strip()}")
    return str(ended.stdout.strip())


def _step(name: str, action: Callable[[], object]) -> None:
    say(name.capitalize())
    action()


def _note(layout: Layout, plan: Upgrade) -> None:
    layout.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(layout.state / NOTE, json.dumps(asdict(plan)))


def _change(layout: Layout, **changes: object) -> None:
    """Change the note; nothing happens outside an upgrade."""
    note = layout.state / NOTE
    if note.is_file():
        _note(layout, Upgrade(**{**json.loads(note.read_text("utf-8")), **changes}))


def _forget(layout: Layout) -> None:
    (layout.state / NOTE).unlink(missing_ok=True)
    shutil.rmtree(layout.state / "units", ignore_errors=True)


def _save_units(layout: Layout) -> None:
    saved = layout.state / "units"
    shutil.rmtree(saved, ignore_errors=True)
    saved.mkdir(parents=True)
    for file in (*layout.units.glob("tu-sach*"), layout.command):
        if file.is_file():
            shutil.copy2(file, saved / file.name)


def _restore_units(layout: Layout) -> None:
    """Bring the units back as they were; those that the new version added go."""
    saved = layout.state / "units"
    for name in UNIT_FILES:
        if not (saved / name).is_file():
            (layout.units / name).unlink(missing_ok=True)
    for file in saved.iterdir() if saved.is_dir() else ():
        shutil.copy2(file, layout.command if file.name == layout.command.name else layout.units / file.name)
    systemctl(layout, "daemon-reload")


def _own_database(layout: Layout) -> None:
    """Give files that root has written on the way back to the service's user."""
    folders.ensure(layout)
