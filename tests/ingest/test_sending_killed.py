"""The process that answers is killed at each named point of a sending: what was acknowledged is there, once."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.rig import places, template
from tests.rig.template import ROOT

pytestmark = [pytest.mark.fault, pytest.mark.timeout(600)]
POINTS = re.findall(r'fault\.point\("(arrival\.[^"]+)"\)', (ROOT / "ingest" / "arrivals.py").read_text("utf-8"))
LATER = {"arrival.joined": 3, "arrival.part-stored": 2, "arrival.begun": 2, "arrival.received": 2}
OURS = "arrival.part-stored"  # a bucket takes parts itself from browsers that reach it
BOOK = sha256(b"%PDF-" + b"1" * 8 * 2**20).hexdigest()


def run(var_dir: Path, word: str, *, fault: str = "") -> str:
    """What it printed until its end, or until it was killed."""
    env = template.environment(VAR_DIR=str(var_dir), FAULT_AT=fault, **places.at(var_dir))
    way = "through-the-site" if fault.startswith(OURS) else "straight"
    command = [sys.executable, "-m", "tests.ingest.sends", word, way]
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == (-9 if fault else 0), ended.stderr
    return ended.stdout


def test_the_points_are_many() -> None:
    assert len(set(POINTS)) == len(POINTS) >= 8


@pytest.mark.parametrize("point", POINTS)
def test_what_was_acknowledged_is_there_and_nothing_twice(tmp_path: Path, point: str) -> None:
    place = places.make(tmp_path)
    acknowledged = run(tmp_path, "begin", fault=f"{point}:{LATER.get(point, 1)}").split("\n")
    found = json.loads(run(tmp_path, "go_on"))
    if "sách.pdf" in acknowledged:  # an upload by itself; the others wait for each other
        assert ["sách.pdf", BOOK] in found["before"]
    assert sorted(name for name, _digest in found["uploads"]) == ["bài.mp4", "sách.pdf", "Ảnh.zip"]
    assert ["sách.pdf", BOOK] in found["uploads"]
    assert (found["parcels"], found["unfinished"]) == (0, [])
    assert found["objects"] == found["wanted"]
    places.take_away(place.settings)
