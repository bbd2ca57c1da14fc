"""The process that answers is killed at each named point of a sending: what was acknowledged is there, once."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from tests.faults.harness import OfflineSite
from tests.support import environments
from tests.support.template import ROOT

pytestmark = [pytest.mark.fault, pytest.mark.timeout(600)]
POINTS = re.findall(
    r'fault_injection\.point\("(upload\.[^"]+)"\)',
    (ROOT / "ingest" / "uploads" / "chunked_uploads.py").read_text("utf-8"),
)
LATER = {"upload.assembled": 3, "upload.part-stored": 2, "upload.intake-begun": 2, "upload.received": 2}
OURS = "upload.part-stored"  # a bucket takes parts itself from browsers that reach it
SENDS = ("-m", "tests.ingest.upload_process")
BOOK = sha256(b"%PDF-" + b"1" * 8 * 2**20).hexdigest()


def test_the_points_are_many() -> None:
    assert len(set(POINTS)) == len(POINTS) >= 8


@pytest.mark.parametrize("point", POINTS)
def test_what_was_acknowledged_is_there_and_nothing_twice(tmp_path: Path, point: str) -> None:
    place = environments.create(tmp_path)
    site = OfflineSite(tmp_path)
    way = "through-the-site" if point == OURS else "straight"
    acknowledged = site.kill(f"{point}:{LATER.get(point, 1)}", *SENDS, "begin", way).split("\n")
    found = json.loads(site.run(*SENDS, "go_on", "straight"))
    if "sách.pdf" in acknowledged:  # an upload by itself; the others wait for each other
        assert ["sách.pdf", BOOK] in found["before"]
    assert sorted(name for name, _digest in found["uploads"]) == ["bài.mp4", "sách.pdf", "Ảnh.zip"]
    assert ["sách.pdf", BOOK] in found["uploads"]
    assert (found["parcels"], found["unfinished"]) == (0, [])
    assert found["objects"] == found["wanted"]
    environments.delete(place.settings)
