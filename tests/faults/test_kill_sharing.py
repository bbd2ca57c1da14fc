"""Whoever is killed while lending or signing leaves all of it or nothing, and it can be done again without doubling.

A real process on a file database is ended by SIGKILL at each named point of lending, agreements, groups and copies;
then people do the same again. What is left must be what an undisturbed day leaves.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness import OfflineSite, copy_site, fault_points
from tests.support import environments

LENDING, AGREEING = ("loan.",), ("agreement.", "clause.", "group.", "copy.")
# Points that are passed by several actions of a command.
TWICE, FOUR_TIMES = (1, 2), (1, 2, 3, 4)
TIMES = {
    "loan.announced": FOUR_TIMES,
    "loan.committed": FOUR_TIMES,
    "agreement.moved": TWICE,
    "agreement.audited": TWICE,
}


def kills() -> list[Any]:
    """(word, name:time) for every point of lending and sharing; `make test` takes the first time of each."""
    words = {"lend": LENDING, "agree": AGREEING}
    return [
        pytest.param(word, f"{name}:{time}", marks=[pytest.mark.slow] if time > 1 else [])
        for word, beginnings in words.items()
        for name in fault_points()
        if name.startswith(beginnings)
        for time in TIMES.get(name, (1,))
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
    """Return the state after each command without a kill; a repeated command changes nothing."""
    ends = {}
    for word in ("lend", "agree"):
        site = OfflineSite(copy_site(prepared, tmp_path_factory.mktemp(word) / "var"))
        ends[word] = site.run(*driver(word, "show"))
        assert site.run(*driver(word, "show")) == ends[word]
    return ends


def test_lending_and_sharing_have_fault_points() -> None:
    assert {kill.values[0] for kill in kills()} == {"lend", "agree"}
    assert len(kills()) >= 16


@pytest.mark.backend_independent
@pytest.mark.fault
@pytest.mark.parametrize("word, point", kills())
def test_a_killed_process_leaves_all_or_nothing(
    prepared: Path, undisturbed: dict[str, str], tmp_path: Path, word: str, point: str
) -> None:
    site = OfflineSite(copy_site(prepared, tmp_path / "var"))
    site.kill(point, *driver(word))
    assert site.run(*driver(word, "show")) == undisturbed[word]
