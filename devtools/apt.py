"""System packages: installed with apt where this process may do so, else the command is printed."""

import os
import shlex
import shutil

from devtools import browser
from devtools.commands import output_of, run, say
from devtools.errors import BrowserMissing, PackagesMissing
from devtools.needs import missing

APT = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
ENVIRONMENT = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]


def ensure(target: str) -> None:
    """Install the system packages that this make target needs. Raises PackagesMissing, BrowserMissing."""
    packages = missing(target)
    if "chromium" in packages and (browser.package_is_a_snap() or os.environ.get("CHROMIUM")):
        raise BrowserMissing(browser.MISSING)
    if packages:
        _install(packages)
    unusable = missing(target)
    if unusable:
        raise PackagesMissing(f"These packages are installed but unusable: {' '.join(unusable)}.")


def _install(packages: list[str]) -> None:
    prefix = _sudo()
    if prefix is None:
        command = shlex.join(["sudo", "apt-get", "install", "--no-install-recommends", *packages])
        raise PackagesMissing(f"System packages are missing. Run this once, then repeat your command:\n  {command}")
    say(f"System packages: {' '.join(packages)}")
    run([*prefix, *ENVIRONMENT, *APT, "update", "-qq"])
    run([*prefix, *ENVIRONMENT, *APT, "install", "-y", "-qq", "--no-install-recommends", *packages])


def _sudo() -> list[str] | None:
    """Return the prefix of apt commands: empty for root, sudo where it asks for no password, else None."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if output_of(["sudo", "-n", "true"]) is not None else None
