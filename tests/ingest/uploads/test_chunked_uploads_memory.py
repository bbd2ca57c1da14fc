"""Large files through a small web process and a small worker: no process ever holds a whole file in memory."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from repository.store.protocol import PART_SIZE
from tests.ingest.browser import Generated
from tests.ingest.site import Desk, a_desk
from tests.support.backends import EMBEDDED_ONLY, PRODUCTION_ONLY
from tests.support.sites import procfile
from tests.support.template import ROOT

pytestmark = [pytest.mark.system, pytest.mark.timeout(1800), pytest.mark.xdist_group("uploads")]
MB = 1024 * 1024
LIMIT = 512 * MB
STORE_ORIGINAL = """
import resource
resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))
from django.utils import timezone
from ingest.pipeline.job import Job
from ingest.models import Upload, UploadStep
from ingest.pipeline.steps import store_original
from sharing.viewer import system_viewer
upload = Upload.objects.get()
step = UploadStep.objects.create(upload=upload, name="store_original", status="running", token=1)
try:
    store_original.run(Job(upload=upload, work=step, by=system_viewer(upload.school_id, now=timezone.now())))
finally:
    peak = open("/proc/self/status").read().partition("VmHWM:")[2]  # getrusage includes the parent's
    print(int(peak.split()[0]) // 1024)
"""


@contextmanager
def a_small_web(desk: Desk) -> Iterator[int]:
    """Run the web server of the Procfile within the limit; yield the id of its first process."""
    command = f"ulimit -v {LIMIT // 1024} && {procfile()['web']}"
    with (desk.site.var_dir / "small.log").open("wb") as log:
        process = subprocess.Popen(
            ["/bin/sh", "-c", command], cwd=ROOT, env=desk.site.environment(), stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    desk.site.processes["small"] = process
    desk.site.wait_for(desk.site.answers, "the small web server answers")
    yield process.pid


def peak(pid: int) -> int:
    """Return the peak memory of a process or one of its children, in megabytes."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    lines = [
        line for process in (str(pid), *children) for line in Path(f"/proc/{process}/status").read_text().splitlines()
    ]
    return max(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def digest_of(content: Generated) -> str:
    """Return the SHA-256 digest, computed part by part."""
    total = sha256()
    for start in range(0, content.size, PART_SIZE):
        total.update(content.slice(start, start + PART_SIZE))
    return total.hexdigest()


KINDS = [
    pytest.param("disk", marks=EMBEDDED_ONLY),
    *(pytest.param(kind, marks=[PRODUCTION_ONLY, pytest.mark.slow]) for kind in ("s3", "s3 through the site")),
]
SIZES = [40 * MB + 7, pytest.param(2048 * MB + 7, marks=pytest.mark.slow)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_large_file_needs_no_large_process(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, size: int
) -> None:
    settings = {"MALLOC_ARENA_MAX": "2"}
    if kind != "disk":
        settings["OBJECT_STORE_URL"] = request.getfixturevalue("s3_url")
    content = Generated(size)
    with a_desk(tmp_path, settings) as desk, a_small_web(desk) as pid:
        sender = desk.browser()
        (started,) = sender.start(("lớn.mp4", size))
        if kind == "s3 through the site":
            for number in range(1, -(-size // PART_SIZE) + 1):
                data = content.slice((number - 1) * PART_SIZE, number * PART_SIZE)
                sender.request("PUT", f"/so-hoa/gui/{started['id']}/phan/{number}/", data=data)
        else:
            list(sender.send_parts(started, content))
        assert sender.finish(started["id"])["next"]
        web = peak(pid)
        worker = int(desk.python(f"LIMIT = {LIMIT}\n{STORE_ORIGINAL}"))
        print(f"{kind}, {size // MB} MB: web {web} MB, worker {worker} MB")
        assert web < LIMIT // MB
        assert worker < LIMIT // MB
        assert desk.uploads() == {"lớn.mp4": digest_of(content)}
