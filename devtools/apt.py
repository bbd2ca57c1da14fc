"""Packages of the system: installed with apt where that is allowed, else the one command to run is printed."""

import os
import shlex
import shutil

from devtools import browser
from devtools.commands import output_of, run, say
from devtools.errors import BrowserMissing, PackagesMissing
from devtools.needs import missing

APT = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
QUIET = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]


def ensure(word: str) -> None:
    """Make sure that the machine has what this word needs."""
    packages = missing(word)
    if "chromium" in packages and (browser.is_a_snap_here() or os.environ.get("CHROMIUM")):
        raise BrowserMissing(browser.MISSING)
    if packages:
        _install(packages)
    left = missing(word)
    if left:
        raise PackagesMissing(f"These packages are installed but cannot be used: {' '.join(left)}.")


def _install(packages: list[str]) -> None:
    rights = _rights()
    if rights is None:
        command = shlex.join(["sudo", "apt-get", "install", "--no-install-recommends", *packages])
        raise PackagesMissing(
            f"Packages of the system are missing. Run this once, then again what you ran:\n  {command}"
        )
    say(f"Packages of the system: {' '.join(packages)}")
    run([*rights, *QUIET, *APT, "update", "-qq"])
    run([*rights, *QUIET, *APT, "install", "-y", "-qq", "--no-install-recommends", *packages])


def _rights() -> list[str] | None:
    """What stands before apt to be allowed: nothing for root, sudo where it asks no password, None where not."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if output_of(["sudo", "-n", "true"]) is not None else None
