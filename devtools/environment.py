"""The Python environment: `.venv`, installed from lock files with hashes, again only when a lock file has changed."""

import sys
from collections.abc import Iterable
from pathlib import Path

from devtools.commands import output_of, run, say
from devtools.done_markers import digest, is_done, set_done
from devtools.paths import MUTANTS_VENV, PYTHON, ROOT, VENV

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
RUNTIME = (ROOT / "requirements.lock", ROOT / "requirements-setup.lock")  # the product; its demo and browser files
EVERYTHING = (ROOT / "requirements-dev.lock",)
MUTANTS = ROOT / "requirements-mutants.lock"


def ensure(locks: Iterable[Path]) -> None:
    """Create `.venv` and install the packages of these locks."""
    if not _is_usable():
        say(f"Python environment: .venv (Python {VERSION})")
        run([sys.executable, "-m", "venv", "--clear", VENV])
    for lock in locks:
        _install(lock, VENV)


def ensure_mutants() -> None:
    """Create an environment with mutmut that finds the packages of `.venv`, too.

    It is apart because mutmut needs setproctitle, with which gunicorn and rq rename their processes.
    """
    if not (MUTANTS_VENV / "bin" / "pip").is_file():
        run([sys.executable, "-m", "venv", "--clear", MUTANTS_VENV])
    packages = f"lib/python{VERSION}/site-packages"
    (MUTANTS_VENV / packages / "tusach.pth").write_text(f"{VENV / packages}\n", encoding="utf-8")
    _install(MUTANTS, MUTANTS_VENV)


def _install(lock: Path, venv: Path) -> None:
    marker = venv / f"{lock.name}.done"
    state = digest(lock)
    if is_done(marker, state):
        return
    say(f"Python packages: {lock.name}")
    pip: list[str | Path] = [venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", lock])
    set_done(marker, state)


def _is_usable() -> bool:
    """Return whether `.venv` is complete and made for the running Python version."""
    answer = output_of([PYTHON, "-c", "import pip, sys; print('%d.%d' % sys.version_info[:2])"])
    return answer is not None and answer.strip() == VERSION
