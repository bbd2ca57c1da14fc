"""The Python environment: `.venv`, installed from lock files with hashes, again only when a lock file has changed."""

import sys
from collections.abc import Iterable
from pathlib import Path

from devtools.commands import output_of, run, say
from devtools.done_markers import digest, is_done, set_done
from devtools.paths import PYTHON, ROOT, VENV

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
RUNTIME = (ROOT / "requirements.lock", ROOT / "requirements-setup.lock")  # the product; its demo and browser files
EVERYTHING = (ROOT / "requirements-dev.lock",)


def ensure(locks: Iterable[Path]) -> None:
    """Create `.venv` and install the packages of these locks."""
    if not _is_usable():
        say(f"Python environment: .venv (Python {VERSION})")
        run([sys.executable, "-m", "venv", "--clear", VENV])
    for lock in locks:
        _install(lock)


def _install(lock: Path) -> None:
    marker = VENV / f"{lock.name}.done"
    state = digest(lock)
    if is_done(marker, state):
        return
    say(f"Python packages: {lock.name}")
    run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--disable-pip-version-check", "-r", lock])
    set_done(marker, state)


def _is_usable() -> bool:
    """Return whether `.venv` is complete and made for the running Python version."""
    answer = output_of([PYTHON, "-c", "import pip, sys; print('%d.%d' % sys.version_info[:2])"])
    return answer is not None and answer.strip() == VERSION
