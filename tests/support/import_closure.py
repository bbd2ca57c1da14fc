"""`python -m tests.support.import_closure MODULE…`: count the modules that each one needs, by folder.

Models, errors and packages that only group modules are left out. A decision that promises a shorter flow is measured
with this (docs/decisions/017-standard-names-and-layout.md).
"""

import sys
import tomllib
from collections import Counter

import grimp

from tests.support.template import ROOT

LEFT_OUT = {"models", "errors", "migrations"}


def closure(graph: grimp.ImportGraph, module: str) -> set[str]:
    """Return the module and all modules that it needs."""
    needed = {module} | graph.find_upstream_modules(module)
    return {name for name in needed if not LEFT_OUT & set(name.split(".")) and not graph.find_children(name)}


def main(modules: list[str]) -> int:
    """Print one line for each module."""
    sys.path.insert(0, str(ROOT))
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    graph = grimp.build_graph(*settings["tool"]["importlinter"]["root_packages"], cache_dir=None)
    for module in modules:
        names = closure(graph, module)
        folders = Counter(name.partition(".")[0] for name in names).most_common()
        print(f"{module}: {len(names)} modules ({', '.join(f'{folder} {count}' for folder, count in folders)})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
