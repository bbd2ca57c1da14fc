"""Never more loans than seats, proven from what sixteen processes left behind in the database of this set.

Three rounds in `make test`, twenty in `make test-slow`; and a rush, in which nobody returns anything.
"""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.circulation.race import PROCESSES, SEATS
from tests.support import environments, template

ROOT = Path(__file__).resolve().parents[2]
History = dict[str, Any]
LONGEST_WAIT = 250  # milliseconds
pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race")]
in_rounds = pytest.mark.parametrize("whole", [3, pytest.param(20, marks=pytest.mark.slow)], indirect=True)


@pytest.fixture(scope="module")
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[History]]:
    """Run the rush and the rounds in a place of their own."""
    rounds, folder = request.param, tmp_path_factory.mktemp("race")
    place = environments.create(folder)
    race = [sys.executable, "-m", "tests.circulation.race", "0", str(rounds)]
    environment = template.environment(VAR_DIR=str(folder), **place.settings)
    subprocess.run(race, cwd=ROOT, env=environment, check=True, timeout=180 + 20 * rounds)
    yield [json.loads((folder / f"history-{n}.json").read_text()) for n in range(rounds + 1)]
    environments.delete(place.settings)


@pytest.fixture(scope="module")
def histories(whole: list[History]) -> list[History]:
    """The rounds."""
    return whole[1:]


@in_rounds
def test_in_a_rush_as_many_are_lent_as_there_are_seats_and_nobody_waits_long(whole: list[History]) -> None:
    told = [line for line in whole[0]["told"] if line["told"] != "ready"]
    lent = [line for line in told if line["told"] == "lent"]
    assert len(told) == PROCESSES, "nobody failed"
    assert len({line["loan"] for line in lent}) == SEATS, "one reader at two devices has one loan"
    assert len({line["who"] for line in lent}) == SEATS
    waited = sorted(line["waited"] for line in told)
    # All sixteen come at once: the last one waits for the work of the others and for nothing else.
    assert waited[-1] < max(LONGEST_WAIT, 4 * waited[len(waited) // 2]), waited


@in_rounds
def test_the_race_was_a_race(histories: list[History]) -> None:
    told = Counter(line["told"] for found in histories for line in found["told"])
    assert not told["failed"], [line for found in histories for line in found["told"] if line["told"] == "failed"]
    assert min(told["lent"], told["all out"], told["returned"]) >= len(histories)
    ends = Counter(loan["ended_how"] for found in histories for loan in found["after_the_round"])
    assert min(ends["returned"], ends["expired"]) >= 1
    assert all(found["kills"] >= 1 for found in histories)


@in_rounds
def test_never_more_loans_than_seats_at_any_instant(histories: list[History]) -> None:
    for found in histories:
        assert most_at_once(found["loans"]) <= SEATS
        for seat in range(1, SEATS + 1):
            assert most_at_once([loan for loan in found["loans"] if loan["seat"] == seat]) <= 1


@in_rounds
def test_what_a_reader_was_told_was_kept_and_nothing_was_done_twice(histories: list[History]) -> None:
    for found in histories:
        kept = {loan["uuid"]: loan["seat"] for loan in found["loans"]}
        lent = [line for line in found["told"] if line["told"] == "lent"]
        assert all(kept.get(line["loan"]) == line["seat"] for line in lent)
        assert found["loans_made"] == len(kept)
        returned = {line["loan"] for line in found["told"] if line["told"] == "returned"}
        assert all(loan["ended_at"] for loan in found["after_the_round"] if loan["uuid"] in returned)


@in_rounds
def test_nobody_has_the_title_twice_not_even_at_two_devices(histories: list[History]) -> None:
    for found in histories:
        hers: dict[int, set[str]] = defaultdict(set)
        for line in found["told"]:
            if line["told"] == "lent":
                hers[line["who"]].add(line["loan"])
        for uuids in hers.values():
            assert most_at_once([loan for loan in found["loans"] if loan["uuid"] in uuids]) == 1


@in_rounds
def test_when_all_time_is_up_all_seats_are_free_and_nobody_is_named(histories: list[History]) -> None:
    for found in histories:
        assert found["free_seats"] == SEATS
        assert all(loan["ended_at"] and loan["borrower_id"] is None for loan in found["loans"])


def test_the_count_sees_an_overlap() -> None:
    touching = [{"started_at": "1", "ended_at": "2"}, {"started_at": "2", "ended_at": None}]
    assert most_at_once(touching) == 1
    assert most_at_once([*touching, {"started_at": "1.9", "ended_at": "2.1"}]) == 2


def most_at_once(loans: list[dict[str, Any]]) -> int:
    """The largest number of loans that stand at one instant; the moment of the end is outside."""
    turns = [(loan["started_at"], 1) for loan in loans]
    turns += [(loan["ended_at"], -1) for loan in loans if loan["ended_at"]]
    standing, most = 0, 0
    for _moment, change in sorted(turns):
        standing += change
        most = max(most, standing)
    return most
