"""Never two open loans of a copy, and each scan posted once, checked in the database that killed processes left."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.circulation.test_race import max_concurrent
from tests.support import environments, template

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
pytestmark = [pytest.mark.race, pytest.mark.slow, pytest.mark.xdist_group("race"), pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run the rounds in an environment of their own and return their histories."""
    folder = tmp_path_factory.mktemp("desk-race")
    place = environments.create(folder)
    race = [sys.executable, "-m", "tests.circulation.desk_race", str(ROUNDS)]
    subprocess.run(
        race, cwd=ROOT, env=template.environment(VAR_DIR=str(folder), **place.settings), check=True, timeout=500
    )
    yield [json.loads((folder / f"desk-history-{number}.json").read_text()) for number in range(ROUNDS)]
    environments.delete(place.settings)


def test_it_was_a_race(rounds: list[dict[str, Any]]) -> None:
    assert not [line for history in rounds for line in history["log"] if line["event"] == "failed"]
    codes = Counter(line["code"] for history in rounds for line in history["log"] if line["event"] == "answered")
    assert min(codes["lent"], codes["returned"], codes["lent_to_another"]) >= ROUNDS, codes
    assert all(history["kills"] >= 3 for history in rounds)


def test_a_copy_is_on_one_loan_at_any_instant(rounds: list[dict[str, Any]]) -> None:
    for history in rounds:
        for copy in {loan["copy__barcode"] for loan in history["loans"]}:
            assert max_concurrent([loan for loan in history["loans"] if loan["copy__barcode"] == copy]) == 1


def test_each_scan_is_posted_once_and_every_answer_is_stored(rounds: list[dict[str, Any]]) -> None:
    for history in rounds:
        stored = {scan["uuid"]: scan for scan in history["scans"]}
        answered = [line for line in history["log"] if line["event"] == "answered"]
        assert {line["scan"] for line in history["log"] if line["event"] == "sent"} == set(stored)
        assert all(stored[line["scan"]]["code"] == line["code"] for line in answered)
        lent = [scan["loan__uuid"] for scan in history["scans"] if scan["code"] == "lent"]
        assert Counter(lent) == Counter(loan["uuid"] for loan in history["loans"])


def test_ended_loans_name_no_reader(rounds: list[dict[str, Any]]) -> None:
    loans = [loan for history in rounds for loan in history["loans"]]
    assert all((loan["ended_at"] is None) == (loan["borrower_id"] is not None) for loan in loans)
