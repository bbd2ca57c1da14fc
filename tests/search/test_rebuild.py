"""A rebuild of the index during edits, by real processes on their own database, on both engines."""

import shutil
import signal
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from devtools.servers.processes import wait_until
from tests.faults.harness import OfflineSite
from tests.search.edits import EDITS
from tests.support import environments, template
from tests.support.backends import EMBEDDED_ONLY, PRODUCTION_ONLY

pytestmark = pytest.mark.xdist_group("search engines")
ENGINES = (
    pytest.param("tantivy", marks=[EMBEDDED_ONLY, pytest.mark.slow]),
    pytest.param("elasticsearch", marks=PRODUCTION_ONLY),
)
EDIT = ("-m", "tests.search.edits")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Path:
    """Create a folder of data with the shelf in its database, once."""
    folder = tmp_path_factory.mktemp("shelf")
    template.copy_into(folder)
    a_site(folder, f"tantivy://{folder}/index").run(*EDIT, "make")
    return folder


@pytest.fixture(params=ENGINES)
def site(request, shelf, tmp_path) -> OfflineSite:
    """Return the shelf, indexed by one of the engines."""
    folder = tmp_path / "var"
    shutil.copytree(shelf, folder)
    if request.param == "tantivy":
        return a_site(folder, f"tantivy://{folder}/index")
    made = a_site(folder, f"{request.getfixturevalue('elasticsearch_url')}-{uuid.uuid4().hex[:8]}")
    made.run("manage.py", "rebuild_index")
    return made


def test_a_hundred_edits_during_a_rebuild_are_all_in_the_new_index(site):
    url = site.environment["SEARCH_URL"]
    before = generations(url)
    rebuilding = subprocess.Popen(
        [sys.executable, "manage.py", "rebuild_index"], cwd=template.ROOT, env=site.environment
    )
    try:
        assert wait_until(lambda: generations(url) - before, seconds=120, while_true=lambda: True)
        rebuilding.send_signal(signal.SIGSTOP)  # while the new index is filled
        assert rebuilding.poll() is None
        site.run(*EDIT, "edit", "0", str(EDITS * 6 // 10))
        assert current(url) <= before, "searches use the old one"
        rebuilding.send_signal(signal.SIGCONT)
        site.run(*EDIT, "edit", str(EDITS * 6 // 10), str(EDITS))
        assert rebuilding.wait(timeout=240) == 0
    finally:
        if rebuilding.poll() is None:
            rebuilding.kill()
    assert not current(url) & before, "searches use the new one"
    assert site.run(*EDIT, "check") == ""


def a_site(folder: Path, url: str) -> OfflineSite:
    """Return a site whose processes search at this URL."""
    environments.save(environments.Environment(folder, {"SEARCH_URL": url}))
    return OfflineSite(folder)


def generations(url: str) -> set[str]:
    """Return all generations of the index, complete or not."""
    parts = urlsplit(url)
    if parts.scheme == "tantivy":
        return {path.name for path in Path(parts.path).glob("format*-*")}
    with urlopen(f"{parts._replace(path='').geturl()}/_cat/indices{parts.path}-resources-*?h=index") as listed:
        return set(listed.read().decode().split())


def current(url: str) -> set[str]:
    """Return the generation that is searched."""
    parts = urlsplit(url)
    if parts.scheme == "tantivy":
        return {(Path(parts.path) / "current").read_text().strip()}
    server = parts._replace(path="").geturl()
    with urlopen(f"{server}/_cat/aliases{parts.path}-resources?h=index") as listed:
        return set(listed.read().decode().split())
