"""Chromium for tests: the program that CHROMIUM names, else Debian's."""

import os
import shutil
from pathlib import Path

from devtools.commands import output_of

MISSING = (
    "No Chromium that tests can start. On Debian: apt-get install chromium. On Ubuntu that package only installs a "
    "snap: install any Chromium or Chrome and name it, for example CHROMIUM=/usr/bin/google-chrome make test"
)


def chromium_path() -> Path | None:
    """Return the browser, or None if the machine has none that starts without a snap."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    installed = shutil.which("chromium")
    if installed is None or output_of([installed, "--version"]) is None:
        return None
    return Path(installed)


def package_is_a_snap() -> bool:
    """Return whether the package `chromium` of this system contains no browser itself."""
    release = Path("/etc/os-release")
    return release.is_file() and "ID=ubuntu" in release.read_text(encoding="utf-8").splitlines()
