"""What is set wrongly: web, workers and sweeper do not start and say one sentence; commands that mend still run."""

import os
import subprocess
import sys
from uuid import uuid4

import pytest

from repository.store import access_checks
from repository.store.disk import DiskStore
from tests.operations.fake_server import server
from tests.support import template
from tests.support.sites import Site, free_port, procfile
from tests.support.template import ROOT


@pytest.fixture
def site(tmp_path):
    """Migrated, and nothing running."""
    template.copy_into(tmp_path)
    return Site(tmp_path, {"DB_WAIT_SECONDS": "0"})


def run(site, *words, **changes):
    """A command of manage.py, to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=site.environment() | changes,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def refusal(ended, *names):
    """It was refused, in sentences that name these settings, and in nothing else."""
    assert ended.returncode == os.EX_CONFIG, ended.stderr
    assert "Traceback" not in ended.stderr
    assert [name for name in names if name not in ended.stderr] == []
    return ended.stderr


def test_on_a_database_without_tables_nothing_serves_until_migrate_has_run(site):
    (site.var_dir / "db.sqlite3").unlink()
    assert "migrate" in refusal(run(site, "sweeper", "--once"))
    assert run(site, "doctor", "--json").returncode == 1


def test_an_elasticsearch_of_another_version_stops_the_web_and_not_the_doctor(site):
    with server({"version": {"number": "7.17.29"}}, headers={"X-Elastic-Product": "Elasticsearch"}) as url:
        wrong = {"SEARCH_URL": f"{url}/tusach"}
        web = subprocess.run(
            ["/bin/sh", "-c", procfile()["web"]],
            cwd=ROOT,
            env=site.environment() | wrong,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        message = refusal(web, "SEARCH_URL", "7.17.29")
        assert "Listening" not in message
        examined = run(site, "doctor", "--language", "en", **wrong)
    assert examined.returncode == 1
    assert "Elasticsearch 7.17.29" in examined.stdout


def test_half_set_services_and_settings_that_cannot_be_read_are_named_together(site):
    half = {"OBJECT_STORE_URL": "s3://127.0.0.1/bucket", "SEARCH_URL": "http://", "TASKS_URL": "redis://"}
    refusal(run(site, "sweeper", "--once", **half), *half)
    refusal(run(site, "run_workers", **half), *half)
    refusal(run(site, "migrate", LEASE_SECONDS="soon"), "soon")


def test_a_second_installation_at_the_same_store_is_sent_away_and_may_still_mend(site, tmp_path):
    access_checks.claim(DiskStore(tmp_path / "shared"), uuid4())  # of the first
    shared = {"OBJECT_STORE_URL": f"file://{tmp_path}/shared"}
    refusal(run(site, "sweeper", "--once", **shared), "OBJECT_STORE_URL", "take_over_storage")
    assert run(site, "rebuild_index", **shared).returncode == 0
    assert run(site, "take_over_storage", "--yes", **shared).returncode == 0


def test_a_service_that_only_does_not_answer_stops_nobody_and_is_named(site):
    absent = {"SEARCH_URL": f"http://127.0.0.1:{free_port()}/tusach"}
    ended = run(site, "sweeper", "--once", **absent)
    assert ended.returncode == 0
    assert "SEARCH_URL" in ended.stderr


def test_a_supervisor_without_what_parsers_need_prints_one_sentence(site):
    ended = run(site, "run_workers", PATH="/nowhere")
    assert ended.returncode == 1
    assert "ffprobe" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_worker_loads_neither_what_nobody_asks_nor_the_desk(site):
    """Each would cost a second and tens of megabytes, in every process."""
    ended = run(site, "worker", "--until-empty", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert ended.returncode == 0
    assert "workers.database_worker" in loaded
    assert not loaded & {"pydantic", "config.urls", "wagtail.admin.urls", "fitz", "pymupdf"}
