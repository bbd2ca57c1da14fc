"""Never more loans than seats, checked in the database that sixteen processes left behind.

Three rounds in `make test`, twenty in `make test-slow`; and a rush, in which no loan is returned.
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
MAX_WAIT = 250  # milliseconds
pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race")]
in_rounds = pytest.mark.parametrize("whole", [3, pytest.param(20, marks=pytest.mark.slow)], indirect=True)


@pytest.fixture(scope="module")
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[History]]:
    """Run the rush and the rounds in an environment of their own."""
    rounds, folder = request.param, tmp_path_factory.mktemp("race")
    place = environments.create(folder)
    race = [sys.executable, "-m", "tests.circulation.race", "0", str(rounds)]
    environment = template.environment(VAR_DIR=str(folder), **place.settings)
    subprocess.run(race, cwd=ROOT, env=environment, check=True, timeout=180 + 20 * rounds)
    yield [json.loads((folder / f"history-{n}.json").read_text()) for n in range(rounds + 1)]
    environments.delete(place.settings)


@pytest.fixture(scope="module")
def rounds(whole: list[History]) -> list[History]:
    """Return the histories without the rush."""
    return whole[1:]


@in_rounds
def test_a_rush_lends_all_seats_and_the_longest_wait_is_short(whole: list[History]) -> None:
    events = [line for line in whole[0]["log"] if line["event"] != "ready"]
    lent = [line for line in events if line["event"] == "lent"]
    assert len(events) == PROCESSES, "every process got an answer"
    assert len({line["loan"] for line in lent}) == SEATS, "one reader at two devices has one loan"
    assert len({line["member"] for line in lent}) == SEATS
    waited = sorted(line["waited"] for line in events)
    # All sixteen come at once: the last one waits for the work of the others and for nothing else.
    assert waited[-1] < max(MAX_WAIT, 4 * waited[len(waited) // 2]), waited


@in_rounds
def test_the_race_was_a_race(rounds: list[History]) -> None:
    events = Counter(line["event"] for history in rounds for line in history["log"])
    failures = [line for history in rounds for line in history["log"] if line["event"] == "failed"]
    assert not failures
    assert min(events["lent"], events["no free seats"], events["returned"]) >= len(rounds)
    ends = Counter(loan["ended_how"] for history in rounds for loan in history["after_the_round"])
    assert min(ends["returned"], ends["expired"]) >= 1
    assert all(history["kills"] >= 1 for history in rounds)


@in_rounds
def test_never_more_loans_than_seats_at_any_instant(rounds: list[History]) -> None:
    for history in rounds:
        assert max_concurrent(history["loans"]) <= SEATS
        for seat in range(1, SEATS + 1):
            assert max_concurrent([loan for loan in history["loans"] if loan["seat"] == seat]) <= 1


@in_rounds
def test_each_answer_to_a_reader_is_in_the_database_once(rounds: list[History]) -> None:
    for history in rounds:
        seats = {loan["uuid"]: loan["seat"] for loan in history["loans"]}
        lent = [line for line in history["log"] if line["event"] == "lent"]
        assert all(seats.get(line["loan"]) == line["seat"] for line in lent)
        assert history["loans_made"] == len(seats)
        returned = {line["loan"] for line in history["log"] if line["event"] == "returned"}
        assert all(loan["ended_at"] for loan in history["after_the_round"] if loan["uuid"] in returned)


@in_rounds
def test_a_reader_has_one_loan_of_a_title_even_at_two_devices(rounds: list[History]) -> None:
    for history in rounds:
        by_member: dict[int, set[str]] = defaultdict(set)
        for line in history["log"]:
            if line["event"] == "lent":
                by_member[line["member"]].add(line["loan"])
        for uuids in by_member.values():
            assert max_concurrent([loan for loan in history["loans"] if loan["uuid"] in uuids]) == 1


@in_rounds
def test_after_all_due_dates_all_seats_are_free_and_all_loans_anonymous(rounds: list[History]) -> None:
    for history in rounds:
        assert history["free_seats"] == SEATS
        assert all(loan["ended_at"] and loan["borrower_id"] is None for loan in history["loans"])


def test_the_count_detects_an_overlap() -> None:
    touching = [{"started_at": "1", "ended_at": "2"}, {"started_at": "2", "ended_at": None}]
    assert max_concurrent(touching) == 1
    assert max_concurrent([*touching, {"started_at": "1.9", "ended_at": "2.1"}]) == 2


def max_concurrent(loans: list[dict[str, Any]]) -> int:
    """Return the largest number of loans that are active at one instant; the moment of the end is outside."""
    changes = [(loan["started_at"], 1) for loan in loans]
    changes += [(loan["ended_at"], -1) for loan in loans if loan["ended_at"]]
    active, largest = 0, 0
    for _moment, change in sorted(changes):
        active += change
        largest = max(largest, active)
    return largest
