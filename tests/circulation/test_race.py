"""Never more loans than seats, proven from what sixteen processes left behind in a file database.

Three rounds in `make test`, twenty in `make trial`.
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.circulation.race import SEATS
from tests.rig import template

ROOT = Path(__file__).resolve().parents[2]
History = dict[str, Any]


@pytest.fixture(scope="module", params=[3, pytest.param(20, marks=pytest.mark.trial)])
def histories(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[History]:
    """Run the race in its own folder, with its own database."""
    rounds, folder = request.param, tmp_path_factory.mktemp("race")
    template.fill(folder)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    race = [sys.executable, "-m", "tests.circulation.race", "1", str(rounds)]
    subprocess.run(race, cwd=ROOT, env=environment, check=True, timeout=120 + 20 * rounds)
    return [json.loads((folder / f"history-{n}.json").read_text()) for n in range(1, rounds + 1)]


def test_the_race_was_a_race(histories: list[History]) -> None:
    told = Counter(line["told"] for found in histories for line in found["told"])
    assert not told["failed"], [line for found in histories for line in found["told"] if line["told"] == "failed"]
    assert min(told["lent"], told["all out"], told["returned"]) >= len(histories)
    ends = Counter(loan["ended_how"] for found in histories for loan in found["after_the_round"])
    assert min(ends["returned"], ends["expired"]) >= 1
    assert all(found["kills"] >= 1 for found in histories)


def test_never_more_loans_than_seats_at_any_instant(histories: list[History]) -> None:
    for found in histories:
        assert most_at_once(found["loans"]) <= SEATS
        for seat in range(1, SEATS + 1):
            assert most_at_once([loan for loan in found["loans"] if loan["seat"] == seat]) <= 1


def test_what_a_reader_was_told_was_kept_and_nothing_was_done_twice(histories: list[History]) -> None:
    for found in histories:
        kept = {loan["uuid"]: loan["seat"] for loan in found["loans"]}
        lent = [line for line in found["told"] if line["told"] == "lent"]
        assert all(kept.get(line["loan"]) == line["seat"] for line in lent)
        assert found["loans_made"] == len(kept)
        returned = {line["loan"] for line in found["told"] if line["told"] == "returned"}
        assert all(loan["ended_at"] for loan in found["after_the_round"] if loan["uuid"] in returned)


def test_nobody_has_the_title_twice_not_even_at_two_devices(histories: list[History]) -> None:
    for found in histories:
        hers: dict[int, set[str]] = defaultdict(set)
        for line in found["told"]:
            if line["told"] == "lent":
                hers[line["who"]].add(line["loan"])
        for uuids in hers.values():
            assert most_at_once([loan for loan in found["loans"] if loan["uuid"] in uuids]) == 1


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
