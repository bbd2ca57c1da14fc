"""The security documents are correct: each file and test that they name exists, and no requirement is missing."""

import csv
import re

from operations import rate_limits
from tests.support.references import exists
from tests.support.template import ROOT

SECURITY = ROOT / "docs" / "reference" / "security.md"
LEVEL_1 = 70  # requirements of ASVS 5.0.0
CHAPTERS = 17


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "reference" / "asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_has_a_status_and_evidence_that_exists() -> None:
    assert len({row["id"] for row in rows()}) == LEVEL_1
    assert {row["status"] for row in rows()} <= {"met", "not applicable", "not met"}
    places = {place.strip() for row in rows() for place in row["evidence"].split(";")}
    assert sorted(place for place in places if not exists(place)) == []


def test_every_chapter_of_level_2_has_a_state_and_evidence_that_exists() -> None:
    with (ROOT / "docs" / "reference" / "asvs-level-2.csv").open(encoding="utf-8", newline="") as file:
        chapters = list(csv.DictReader(file))
    assert [row["chapter"] for row in chapters] == [f"V{number}" for number in range(1, CHAPTERS + 1)]
    assert {row["state"] for row in chapters} <= {"met", "mostly met", "partly met", "not applicable"}
    assert [row["chapter"] for row in chapters if not row["open"] and row["state"] != "met"] == []
    places = {place.strip() for row in chapters for place in row["evidence"].split(";")}
    assert sorted(place for place in places if not exists(place)) == []


def test_what_is_not_met_is_explained() -> None:
    text = SECURITY.read_text("utf-8")
    lacking = [row["id"] for row in rows() if row["status"] == "not met"]
    assert lacking
    assert [number for number in lacking if f"({number})" not in text] == []


def test_each_of_the_fifteen_mistakes_has_tests_that_exist() -> None:
    lines = re.findall(r"^\| (\d+) \|.*\| ([^|]*) \|$", SECURITY.read_text("utf-8"), re.MULTILINE)
    assert [int(number) for number, _places in lines] == list(range(1, 16))
    for number, places in lines:
        named = re.findall(r"`(tests/[^`]+)`", places)
        assert named, number
        assert [place for place in named if not exists(place)] == []


def test_a_place_that_is_gone_is_noticed() -> None:
    assert exists("tests/security/test_docs.py::test_a_place_that_is_gone_is_noticed")
    assert not exists("tests/security/test_docs.py::test_that_was_never_written")
    assert not exists("tests/security/test_nothing.py")


def test_the_limits_in_words_are_the_limits() -> None:
    text = SECURITY.read_text("utf-8")
    for limit in (
        rate_limits.SEARCH,
        rate_limits.EXPLANATION,
        rate_limits.UPLOAD,
        rate_limits.EXPORT,
        rate_limits.LOGIN,
    ):
        assert f"{limit.person} a minute" in text, limit.name
        assert limit.address == limit.person or f"{limit.address:,} a minute" in text, limit.name
