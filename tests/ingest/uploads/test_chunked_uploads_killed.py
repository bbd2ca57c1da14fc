"""The web process is killed at each fault point of a chunked upload: what was acknowledged is stored, once."""

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
    (ROOT / "ingest" / "uploads" / "actions" / "chunked_uploads.py").read_text("utf-8"),
)
PASS = {"upload.assembled": 3, "upload.part-stored": 2, "upload.intake-begun": 2, "upload.received": 2}
THROUGH_THE_SITE = "upload.part-stored"  # passed only if the browser does not reach the bucket itself
UPLOAD_PROCESS = ("-m", "tests.ingest.uploads.upload_process")
BOOK = sha256(b"%PDF-" + b"1" * 8 * 2**20).hexdigest()


def test_chunked_uploads_have_fault_points() -> None:
    assert len(set(POINTS)) == len(POINTS) >= 8


@pytest.mark.parametrize("point", POINTS)
def test_what_was_acknowledged_is_stored_once(tmp_path: Path, point: str) -> None:
    environment = environments.create(tmp_path)
    site = OfflineSite(tmp_path)
    route = "through-the-site" if point == THROUGH_THE_SITE else "direct"
    acknowledged = site.kill(f"{point}:{PASS.get(point, 1)}", *UPLOAD_PROCESS, "begin", route).split("\n")
    result = json.loads(site.run(*UPLOAD_PROCESS, "resume", "direct"))
    if "sách.pdf" in acknowledged:  # an upload of its own; the others wait for each other
        assert ["sách.pdf", BOOK] in result["before"]
    assert sorted(name for name, _digest in result["uploads"]) == ["bài.mp4", "sách.pdf", "Ảnh.zip"]
    assert ["sách.pdf", BOOK] in result["uploads"]
    assert (result["groups"], result["unfinished"]) == (0, [])
    assert result["objects"] == result["needed"]
    environments.delete(environment.settings)
