"""The folder that holds this source: who may write to it, and whether it is an installation."""

import os
import pwd
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from demo.guard import is_this_machine
from devtools.errors import FolderNotWritable, RealInstallation
from devtools.paths import ROOT, UNITS


def check_writable() -> None:
    """Create var/ and check that this user may write here. Raises FolderNotWritable with what to do."""
    var = ROOT / "var"
    with suppress(PermissionError):  # reported below
        var.mkdir(exist_ok=True)
    for folder in (ROOT, var):
        if not os.access(folder, os.W_OK):
            raise FolderNotWritable(_sentence(folder if folder.exists() else ROOT))


def installed_unit() -> Path | None:
    """Return the systemd unit that starts the product from this folder, or None."""
    for unit in sorted(UNITS.glob("tu-sach*.service")):
        try:
            lines = unit.read_text("utf-8").splitlines()
        except OSError:  # a broken link, or readable to root alone
            continue
        if any(line.strip() == f"WorkingDirectory={ROOT}" for line in lines):
            return unit
    return None


def refuse_real_installation(env: Mapping[str, str]) -> None:
    """Raise RealInstallation where `make run` would touch the database of a real library, or make its demo there."""
    unit = installed_unit()
    if unit is not None:
        raise RealInstallation(
            f"This folder is an installation ({unit.name} starts it), and make run is for trying and developing.\n"
            "Nothing was changed. To upgrade: sudo make upgrade. To try something: make run in another clone."
        )
    for name in ("SITE_URL", "CONTENT_URL"):
        if env.get(name) and not is_this_machine(env[name]):
            raise RealInstallation(
                f"{name} is {env[name]}, which is not this machine, and make run is for trying and developing: it\n"
                "makes demo accounts with one password. Nothing was changed. For a real library: sudo make install,\n"
                "and sudo make upgrade. To try something: make run without these settings."
            )


def owner_of(folder: Path) -> str:
    """Return the name, or else the number, of the user who owns a folder."""
    number = folder.stat().st_uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _sentence(folder: Path) -> str:
    return (
        f"{folder} belongs to {owner_of(folder)}, and you may not write there. To try the library, clone it as\n"
        "yourself into a folder of your own and run make there. For a real library in this folder: sudo make install."
    )
