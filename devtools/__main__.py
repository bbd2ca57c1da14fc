"""`python3 -m devtools WORD` makes the machine ready for one word of the Makefile."""

import fcntl
import sys

from devtools import apt, browser_packages, environment, translations
from devtools.errors import PythonTooOld, SetupStopped
from devtools.needs import NEEDS
from devtools.paths import ROOT

OLDEST = (3, 11)


def prepare(word: str) -> None:
    """Everything that this word needs; what is there already is left alone."""
    if sys.version_info < OLDEST:
        raise PythonTooOld(f"Python 3.11 or newer is needed; python3 here is {sys.version.split()[0]}.")
    apt.ensure(word)
    environment.ensure(environment.RUNTIME if word == "run" else environment.EVERYTHING)
    if word != "services":
        browser_packages.ensure()
    if word not in {"lint", "services"}:
        translations.ensure()


def main(given: list[str]) -> int:
    """Prepare for the word given; two set-ups at once wait for each other."""
    if len(given) != 1 or given[0] not in NEEDS:
        print(f"usage: python3 -m devtools {{{'|'.join(NEEDS)}}}", file=sys.stderr)
        return 2
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "devtools.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            prepare(given[0])
        except SetupStopped as stop:
            print(f"\n{stop}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
