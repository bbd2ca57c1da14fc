"""Run mutmut over a part of the product: `python -m devtools.mutants access` (see docs/reference/mutation.md)."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import libcst as cst

from devtools.paths import ROOT

WORK = ROOT / "var" / "mutants"
PLUGIN = "devtools.mutants_plugin"


def main() -> None:
    """Mutate each part that is named, or all of them; print what survived."""
    parts = configured_parts()
    for name in sys.argv[1:] or parts:
        run(name, parts[name])


def configured_parts() -> dict[str, dict[str, list[str]]]:
    """Return by name the files to mutate and the tests that must notice, from pyproject.toml."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return dict(config["tool"]["tusach"]["mutants"])


def run(name: str, part: dict[str, list[str]]) -> None:
    """Copy the tree, undecorate the functions of this part, and run mutmut there."""
    folder = WORK / name
    copy_tree(folder)
    files = [file for pattern in part["files"] for file in sorted(folder.glob(pattern))]
    for file in files:
        file.write_text(without_decorators(file.read_text("utf-8")), encoding="utf-8")
    names = [str(file.relative_to(folder)) for file in files]
    configure(folder, names, part["tests"])
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    environment = {**os.environ, "PYTHONPATH": "."}
    subprocess.run([mutmut, "run", "--max-children", "1"], cwd=folder, env=environment, check=False)
    subprocess.run([mutmut, "results"], cwd=folder, check=False)


def copy_tree(folder: Path) -> None:
    """Copy what git tracks, as it is in the work tree, and the compiled translations."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [*listed.splitlines(), *(str(file.relative_to(ROOT)) for file in (ROOT / "locale").rglob("*.mo"))]
    for name in names:
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)


def configure(folder: Path, files: list[str], tests: list[str]) -> None:
    """Add to the configuration of the copy what depends on the part."""
    packages = sorted({name.split("/")[0] for name in files})
    others = sorted(path.name for path in folder.iterdir() if path.name not in (*packages, "var"))
    lines = {
        "source_paths": packages,
        "only_mutate": files,
        "also_copy": others,
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": ["-p", PLUGIN, "-m", "not slow and not race and not production_only"],
        "process_isolation": "forkserver",
        "track_dependencies": False,
        "use_git_change_detection": False,
    }
    text = (folder / "pyproject.toml").read_text("utf-8")
    table = "\n".join(f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for key, value in lines.items())
    (folder / "pyproject.toml").write_text(text.replace("[tool.mutmut]\n", f"[tool.mutmut]\n{table}\n"), "utf-8")


def without_decorators(source: str) -> str:
    """Return the same program with each decorator of a function applied by an assignment after the function."""
    return cst.parse_module(source).visit(_Undecorate()).code


class _Undecorate(cst.CSTTransformer):
    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef | cst.FlattenSentinel[cst.BaseStatement]:
        if not updated_node.decorators:
            return updated_node
        value: cst.BaseExpression = updated_node.name
        for decorator in reversed(updated_node.decorators):
            value = cst.Call(decorator.decorator, [cst.Arg(value)])
        assignment = cst.Assign([cst.AssignTarget(updated_node.name)], value)
        plain = updated_node.with_changes(decorators=[])
        return cst.FlattenSentinel([plain, cst.SimpleStatementLine([assignment])])


if __name__ == "__main__":
    main()
