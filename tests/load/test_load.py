"""A busy school day: a hundred readers at once while a book is digitised. No request fails, no seat is lent twice."""

import json
import subprocess
import sys
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from demo.scan import make_scan
from tests.load.load_client import EACH_SECOND
from tests.load.seed import TEACHERS
from tests.support import environments, sites
from tests.support.backends import BACKENDS
from tests.support.sites import Site
from tests.support.template import ROOT

RECORDS, READERS, SECONDS = 100_000, 100, 120
READ, DIGITISED = range(12), range(48)  # pages of the book that is read, and of the one that is being digitised
pytestmark = [pytest.mark.slow, pytest.mark.exclusive]
Measurements = dict[str, list[Any]]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Create a site with a full catalogue; no process of it runs yet."""
    place = environments.create(tmp_path)
    stocked = Site(tmp_path, {**place.settings, "WEB_WORKERS": "2", "OCR_WORKERS": "1", "WORKER_NICENESS": "10"})
    yield stocked
    stocked.stop()
    environments.delete(place.settings)


def test_a_busy_day_without_an_error(site: Site, tmp_path: Path) -> None:
    plan = run(site, "tests.load.seed", "shelves", str(RECORDS), str(READERS))
    site.manage("rebuild_index")
    for name in sites.procfile():
        site.start(name)
    site.wait_for(site.answers, "the web server answers")
    site.manage("ingest", str(make_scan(tmp_path / "read", pages=READ)), "--school", TEACHERS, "--no-workers")
    plan.update(run(site, "tests.load.seed", "open"))
    alone = run(site, "tests.load.load_client", site.url, "0", given=plan)

    digitising = start(site, "manage.py", "ingest", str(make_scan(tmp_path / "made", pages=DIGITISED)))
    together = run(site, "tests.load.load_client", site.url, str(SECONDS), given=plan)
    digitising.communicate()

    note(alone, together)
    assert alone["errors"] == together["errors"] == []
    assert {kind: len(together[kind]) for kind in EACH_SECOND} == {
        kind: SECONDS * rate for kind, rate in EACH_SECOND.items()
    }
    assert digitising.returncode == 0
    assert site.query("SELECT count(*) FROM ingest_upload WHERE state = 'review'") == [(2,)]
    lent = len(alone["loan"]) + len(together["loan"])
    assert site.query("SELECT count(*), count(ended_at), count(borrower_id) FROM circulation_loan") == [(lent, lent, 0)]


def start(site: Site, *words: str) -> subprocess.Popen[str]:
    """Start a process with the settings of the site."""
    more = ("--school", TEACHERS, "--no-workers") if words[0] == "manage.py" else ()
    return subprocess.Popen(
        [sys.executable, *words, *more],
        cwd=ROOT,
        env=site.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(site: Site, *words: str, given: object = None) -> Measurements:
    """Run a module to its end; return the JSON that it printed."""
    process = start(site, "-m", *words)
    out, _error = process.communicate(json.dumps(given))
    assert process.returncode == 0, site.log_tails()
    return dict(json.loads(out.splitlines()[-1]))


def note(alone: Measurements, together: Measurements) -> None:
    """Write the figures to a file: medians and p95 in milliseconds, alone and together."""
    figures = {kind: {"alone": _two(alone[kind]), "together": _two(together[kind])} for kind in EACH_SECOND}
    target = ROOT / "var" / "bench" / f"load-{BACKENDS}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures))


def _two(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return round(ordered[len(ordered) // 2]), round(ordered[ceil(0.95 * len(ordered)) - 1])
