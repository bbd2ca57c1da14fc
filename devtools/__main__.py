"""`python3 -m devtools TARGET …` prepares the machine for targets of the Makefile."""

import fcntl
import os
import sys

from devtools import apt, browser_packages, environment, translations
from devtools.checkout import check_writable, refuse_real_installation
from devtools.errors import PythonTooOld, SetupStopped
from devtools.needs import NEEDS
from devtools.paths import ROOT

MIN_PYTHON = (3, 11)


def prepare(target: str) -> None:
    """Install everything that this target needs; idempotent."""
    if sys.version_info < MIN_PYTHON:
        raise PythonTooOld(f"Python 3.11 or newer is required; python3 here is {sys.version.split()[0]}.")
    if target == "run":
        refuse_real_installation(os.environ)
    apt.ensure(target)
    environment.ensure(environment.RUNTIME if target in {"run", "install"} else environment.EVERYTHING)
    if target == "mutants":
        environment.ensure_mutants()
    if target != "services":
        browser_packages.ensure()
    if target not in {"lint", "services"}:
        translations.ensure()


def main(targets: list[str]) -> int:
    """Prepare for these targets; two processes at once wait for each other."""
    if not targets or not set(targets) <= NEEDS.keys():
        print(f"usage: python3 -m devtools {{{'|'.join(NEEDS)}}} …", file=sys.stderr)
        return 2
    try:
        check_writable()
        with (ROOT / "var" / "devtools.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for target in targets:
                prepare(target)
    except SetupStopped as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
