"""`python -m devtools.mutants [FOLDER …]` changes the product in small ways and lists the changes that no test notices.

The folders, with their files and tests, are in pyproject.toml, `[tool.tusach.mutants]`; docs/reference/mutation.md
explains the result. mutmut does the work on a copy of the tree in var/mutants. It skips decorated functions, which
are half of ours; in the copy each decorator is applied by an assignment after its function, which is the same program.
SAMPLE=3 runs a third of the mutants, always the same ones.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tomllib
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import libcst as cst

from devtools.paths import ROOT

WORK = ROOT / "var" / "mutants"
MAX_MEMORY = 8 << 30  # bytes of address space for each process
PYTEST_OPTIONS = ["-p", "devtools.mutants_plugin", "-p", "no:unraisableexception", "--timeout", "60"]
TESTS = "not slow and not race and not production_only"


@dataclass(frozen=True)
class Part:
    """Files to mutate, as patterns, and the paths of the tests that run for each mutant."""

    files: list[str]
    tests: list[str]


def main(names: list[str]) -> int:
    """Run mutmut over these folders, or over all; return 2 for an unknown name."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    parts = {name: Part(**values) for name, values in config["tool"]["tusach"]["mutants"].items()}
    if not set(names) <= parts.keys():
        print(f"usage: make mutants FOLDER={{{'|'.join(parts)}}}", file=sys.stderr)
        return 2
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))  # a changed loop may never end
    for name in names or parts:
        _run(WORK / name, parts[name])
    return 0


def _run(folder: Path, part: Part) -> None:
    """Mutate a copy of the tree, and print the numbers and the difference that each survivor makes."""
    _copy_tree(folder)
    files = [file for pattern in part.files for file in sorted(folder.glob(pattern))]
    for file in files:
        file.write_text(without_decorators(file.read_text("utf-8")), encoding="utf-8")
    _configure(folder, [str(file.relative_to(folder)) for file in files], part.tests)
    mutmut(folder, "run", "--max-children", "1", *_sample(folder, files))
    mutmut(folder, "export-cicd-stats")
    print(json.loads((folder / "mutants" / "mutmut-cicd-stats.json").read_text("utf-8")))
    listed = mutmut(folder, "results", capture_output=True).stdout
    for line in listed.splitlines():
        print(line)
        mutmut(folder, "show", line.partition(":")[0].strip())


def _sample(folder: Path, files: list[Path]) -> list[str]:
    """Return the names of one mutant in SAMPLE; an empty list, which selects all, without SAMPLE."""
    share = int(os.environ.get("SAMPLE", "1"))
    if share == 1:
        return []
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.format_utils import get_mutant_name

    names = []
    with chdir(folder):
        for file in files:
            path = file.relative_to(folder)
            mutants = mutate_file_contents(str(path), file.read_text("utf-8")).mutant_names
            names += [get_mutant_name(path, name) for name in mutants]
    return [name for name in names if crc32(name.encode()) % share == 0]


def mutmut(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Call mutmut in a prepared folder; raise CalledProcessError if it fails."""
    command = [sys.executable, "-m", "devtools.mutants_plugin", *arguments]
    return subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": "."}, text=True, check=True, **options)


def _copy_tree(folder: Path) -> None:
    """Copy the files of the work tree that Git does not ignore, and the compiled translations."""
    shutil.rmtree(folder, ignore_errors=True)
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    for file in [*(ROOT / name for name in names), *(ROOT / "locale").rglob("*.mo")]:
        if file.is_file():
            target = folder / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)


def _configure(folder: Path, files: list[str], tests: list[str]) -> None:
    """Add to the configuration of the copy what depends on the folder."""
    packages = sorted({file.split("/")[0] for file in files})
    table = {
        "source_paths": packages,
        "only_mutate": files,
        "also_copy": sorted(path.name for path in folder.iterdir() if path.name not in packages),
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": [*PYTEST_OPTIONS, "-m", TESTS],
    }
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
    config = folder / "pyproject.toml"
    config.write_text(config.read_text("utf-8").replace("[tool.mutmut]\n", f"[tool.mutmut]\n{lines}"), "utf-8")


def without_decorators(source: str) -> str:
    """Return the same program with `@d` before a function `f` replaced by `f = d(f)` after it."""
    return cst.parse_module(source).visit(_ReplaceDecorators()).code


class _ReplaceDecorators(cst.CSTTransformer):
    def leave_FunctionDef(  # noqa: N802  libcst calls it by this name
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef | cst.FlattenSentinel[cst.BaseStatement]:
        if not updated_node.decorators:
            return updated_node
        value: cst.BaseExpression = updated_node.name
        for decorator in reversed(updated_node.decorators):
            value = cst.Call(decorator.decorator, [cst.Arg(value)])
        assignment = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(updated_node.name)], value)])
        return cst.FlattenSentinel([updated_node.with_changes(decorators=[]), assignment])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
