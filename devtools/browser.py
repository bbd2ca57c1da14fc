"""Chromium for tests: the one named by CHROMIUM, else Debian's."""

import os
import shutil
from pathlib import Path

from devtools.commands import output_of

MISSING = (
    "No Chromium that tests can start. On Debian: apt-get install chromium. On Ubuntu the package is only a door to "
    "a snap: install any Chromium or Chrome and name it, for example CHROMIUM=/usr/bin/google-chrome make test"
)


def chromium_path() -> Path | None:
    """The browser, if there is one that starts without a snap."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    found = shutil.which("chromium")
    if found is None or output_of([found, "--version"]) is None:
        return None
    return Path(found)


def is_a_snap_here() -> bool:
    """Whether the package `chromium` of this system brings no browser of its own."""
    release = Path("/etc/os-release")
    return release.is_file() and "ID=ubuntu" in release.read_text(encoding="utf-8").splitlines()
