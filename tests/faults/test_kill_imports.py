"""A process killed while it loads, imports or takes back a file of records loses nothing and creates nothing twice.

SIGKILL ends a real process on a file database at fault points of imports and of change sets; then the command runs
again. What is left must be what an undisturbed run leaves.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness import OfflineSite, copy_site, fault_points
from tests.support import environments

PREFIXES = ("import.", "changes.")
LATER = {
    "import.chunk-staged": (1, 2),
    "import.chunk-committed": (1, 2),
    "changes.step": (1, 3),
    "changes.saved": (1, 2),
}


def kills() -> list[Any]:
    """Return (commands, `name:pass`) for every point; one run is killed at all of them in `make test`."""
    points = [
        f"{name}:{number}" for name in fault_points() if name.startswith(PREFIXES) for number in LATER.get(name, (1,))
    ]
    undoing = [("undo", f"{name}:{number}") for name in ("changes.step", "changes.saved") for number in (1, 2)]
    return [
        pytest.param(*kill, marks=[pytest.mark.slow]) for kill in [*(("import", point) for point in points), *undoing]
    ]


def driver(*commands: str) -> tuple[str, ...]:
    return ("-m", "tests.faults.import_driver", *commands)


pytestmark = [pytest.mark.xdist_group("imports"), pytest.mark.backend_independent, pytest.mark.fault]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imports")
    environments.create(folder)
    OfflineSite(folder).run(*driver("prepare"))
    return folder


@pytest.fixture(scope="module")
def undisturbed(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what the import leaves when no process is killed, and what taking it back leaves."""
    site = OfflineSite(copy_site(prepared, tmp_path_factory.mktemp("undisturbed") / "var"))
    return {"import": site.run(*driver("import", "show")), "undo": site.run(*driver("undo", "show"))}


def test_an_import_that_is_killed_again_and_again_ends_like_an_undisturbed_one(
    prepared: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    site = OfflineSite(copy_site(prepared, tmp_path / "var"))
    for point in (
        "import.stored",
        "import.chunk-staged:2",
        "import.loaded",
        "changes.step",
        "import.chunk-committed:2",
    ):
        site.kill(point, *driver("import"))
    assert site.run(*driver("import", "show")) == undisturbed["import"]


@pytest.mark.parametrize("command, point", kills())
def test_a_killed_import_leaves_what_an_undisturbed_one_leaves(
    prepared: Path, undisturbed: dict[str, str], tmp_path: Path, command: str, point: str
) -> None:
    site = OfflineSite(copy_site(prepared, tmp_path / "var"))
    if command == "undo":
        site.run(*driver("import"))
    site.kill(point, *driver(command))
    assert site.run(*driver(command, "show")) == undisturbed[command]
