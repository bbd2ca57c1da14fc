"""A process killed while lending or signing leaves all of its change or nothing; a repetition duplicates nothing.

SIGKILL ends a real process on a file database at each fault point of lending, agreements, groups and copies; then the
command runs again. What is left must be what an undisturbed run leaves.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness import OfflineSite, copy_site, fault_points
from tests.support import environments

LENDING, AGREEING = ("loan.",), ("agreement.", "clause.", "group.", "copy.")
# Points that one command passes several times.
TWICE, FOUR_TIMES = (1, 2), (1, 2, 3, 4)
PASSES = {
    "loan.announced": FOUR_TIMES,
    "loan.committed": FOUR_TIMES,
    "agreement.moved": TWICE,
    "agreement.audited": TWICE,
}


def kills() -> list[Any]:
    """Return (command, `name:pass`) for every point of lending and sharing; later passes are slow tests."""
    commands = {"lend": LENDING, "agree": AGREEING}
    return [
        pytest.param(command, f"{name}:{number}", marks=[pytest.mark.slow] if number > 1 else [])
        for command, prefixes in commands.items()
        for name in fault_points()
        if name.startswith(prefixes)
        for number in PASSES.get(name, (1,))
    ]


def driver(*commands: str) -> tuple[str, ...]:
    return ("-m", "tests.faults.sharing_driver", *commands)


pytestmark = pytest.mark.xdist_group("sharing")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sharing")
    environments.create(folder)
    OfflineSite(folder).run(*driver("prepare"))
    return folder


@pytest.fixture(scope="module")
def undisturbed(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what each command leaves when no process is killed; running it twice changes nothing."""
    results = {}
    for command in ("lend", "agree"):
        site = OfflineSite(copy_site(prepared, tmp_path_factory.mktemp(command) / "var"))
        results[command] = site.run(*driver(command, "show"))
        assert site.run(*driver(command, "show")) == results[command]
    return results


def test_lending_and_sharing_have_fault_points() -> None:
    assert {kill.values[0] for kill in kills()} == {"lend", "agree"}
    assert len(kills()) >= 16


@pytest.mark.backend_independent
@pytest.mark.fault
@pytest.mark.parametrize("command, point", kills())
def test_a_killed_process_leaves_all_or_nothing(
    prepared: Path, undisturbed: dict[str, str], tmp_path: Path, command: str, point: str
) -> None:
    site = OfflineSite(copy_site(prepared, tmp_path / "var"))
    site.kill(point, *driver(command))
    assert site.run(*driver(command, "show")) == undisturbed[command]
