"""An index is made again while people work, by real processes on a database of their own, on both engines."""

import shutil
import signal
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from setup.servers.processes import wait_until
from tests.rig import template
from tests.search.edits import EDITS
from tests.search.engines import ENGINES

pytestmark = pytest.mark.xdist_group("search engines")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Path:
    """A folder of data with the shelf in its database, made once."""
    folder = tmp_path_factory.mktemp("shelf")
    template.fill(folder)
    url = f"tantivy://{folder}/index"
    run(environment(folder, url), "-m", "tests.search.edits", "make")
    return folder


@pytest.fixture(params=ENGINES)
def site(request, shelf, tmp_path) -> dict[str, str]:
    """The environment of the processes: the shelf, indexed by one of the engines."""
    folder = tmp_path / "var"
    shutil.copytree(shelf, folder)
    if request.param == "tantivy":
        return environment(folder, f"tantivy://{folder}/index")
    url = f"{request.getfixturevalue('elasticsearch_url')}-{uuid.uuid4().hex[:8]}"
    made = environment(folder, url)
    run(made, "manage.py", "rebuild_index")
    return made


def test_a_hundred_edits_made_while_the_index_is_filled_are_all_there(site):
    before = generations(site["SEARCH_URL"])
    rebuilding = subprocess.Popen([sys.executable, "manage.py", "rebuild_index"], cwd=template.ROOT, env=site)
    try:
        assert wait_until(lambda: generations(site["SEARCH_URL"]) - before, seconds=120, while_true=lambda: True)
        rebuilding.send_signal(signal.SIGSTOP)  # in the middle of the filling, for as long as people like
        assert rebuilding.poll() is None
        run(site, "-m", "tests.search.edits", "edit", "0", str(EDITS * 6 // 10))
        assert current(site["SEARCH_URL"]) <= before, "readers search the old one"
        rebuilding.send_signal(signal.SIGCONT)
        run(site, "-m", "tests.search.edits", "edit", str(EDITS * 6 // 10), str(EDITS))
        assert rebuilding.wait(timeout=240) == 0
    finally:
        if rebuilding.poll() is None:
            rebuilding.kill()
    assert not current(site["SEARCH_URL"]) & before, "readers search the new one"
    assert run(site, "-m", "tests.search.edits", "check") == ""


def environment(folder: Path, url: str) -> dict[str, str]:
    return template.environment(VAR_DIR=str(folder), SEARCH_URL=url, CACHE_URL="locmemcache://")


def run(site: dict[str, str], *command: str) -> str:
    """What a process printed."""
    ended = subprocess.run(
        [sys.executable, *command], cwd=template.ROOT, env=site, capture_output=True, text=True, timeout=280
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    return ended.stdout if "check" in command else ""


def generations(url: str) -> set[str]:
    """The revisions of the index that there are, finished or not."""
    parts = urlsplit(url)
    if parts.scheme == "tantivy":
        return {path.name for path in Path(parts.path).glob("format*-*")}
    with urlopen(f"{parts._replace(path='').geturl()}/_cat/indices{parts.path}-resources-*?h=index") as listed:
        return set(listed.read().decode().split())


def current(url: str) -> set[str]:
    """The revision that is searched."""
    parts = urlsplit(url)
    if parts.scheme == "tantivy":
        return {(Path(parts.path) / "current").read_text().strip()}
    server = parts._replace(path="").geturl()
    with urlopen(f"{server}/_cat/aliases{parts.path}-resources?h=index") as listed:
        return set(listed.read().decode().split())
