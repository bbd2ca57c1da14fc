"""The Python environment: `.venv`, filled from locks with hashes, again only when a lock has changed."""

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
    if not _is_sound():
        say(f"Python environment: .venv (Python {VERSION})")
        run([sys.executable, "-m", "venv", "--clear", VENV])
    for lock in locks:
        _install(lock)


def _install(lock: Path) -> None:
    stamp = VENV / f"{lock.name}.done"
    mark = digest(lock)
    if is_done(stamp, mark):
        return
    say(f"Python packages: {lock.name}")
    run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--disable-pip-version-check", "-r", lock])
    set_done(stamp, mark)


def _is_sound() -> bool:
    """Whether `.venv` is whole and of the Python that is running now."""
    answer = output_of([PYTHON, "-c", "import pip, sys; print('%d.%d' % sys.version_info[:2])"])
    return answer is not None and answer.strip() == VERSION
