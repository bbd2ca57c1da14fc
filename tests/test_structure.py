"""The shape of the project: imports run downwards, and the map leads to places that exist."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 300


def test_imports_run_downwards() -> None:
    ended = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout


def test_the_map_leads_to_places_that_exist() -> None:
    places = re.findall(r"\| `([^`]+)` \|", (ROOT / "docs" / "map.md").read_text(encoding="utf-8"))
    assert len(places) >= 20
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_folders_of_the_readme_are_the_folders_there_are() -> None:
    named = re.findall(r"`([a-z]+)/`", (ROOT / "README.md").read_text(encoding="utf-8"))
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {line.split("/")[0] for line in tracked.splitlines() if "/" in line and not line.startswith(".")}
    assert folders - set(named) == set()
    assert [name for name in named if name in folders or (ROOT / name).is_dir()]


def test_every_file_begins_by_saying_what_it_holds() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    files = [ROOT / name for name in listed if "/migrations/" not in name and (ROOT / name).is_file()]
    texts = {file: file.read_text(encoding="utf-8").removeprefix("#!/usr/bin/env python\n") for file in files}
    assert [str(file) for file, text in texts.items() if text.strip() and not text.startswith('"""')] == []
    product = {file: text for file, text in texts.items() if "tests" not in file.parts}
    assert [str(file) for file, text in product.items() if text.count("\n") > LONGEST] == []
