"""After a wrong setting web server, workers and sweeper print one sentence and end; commands that repair still run."""

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

pytestmark = pytest.mark.system


@pytest.fixture
def site(tmp_path):
    """Return a migrated site without a running process."""
    template.copy_into(tmp_path)
    return Site(tmp_path, {"DB_WAIT_SECONDS": "0"})


def run(site, *args, **changes):
    """Run a command of manage.py to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *args],
        cwd=ROOT,
        env=site.environment() | changes,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def refusal(ended, *names):
    """Return the error output of a process that ended with sentences that name these settings, and nothing else."""
    assert ended.returncode == os.EX_CONFIG, ended.stderr
    assert "Traceback" not in ended.stderr
    assert [name for name in names if name not in ended.stderr] == []
    return ended.stderr


def test_without_tables_no_process_serves_until_migrate_has_run(site):
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
        assert "Listening" not in refusal(web, "SEARCH_URL", "7.17.29")
        doctor = run(site, "doctor", "--language", "en", **wrong)
    assert doctor.returncode == 1
    assert "Elasticsearch 7.17.29" in doctor.stdout


def test_incomplete_services_are_named_together_and_an_unreadable_setting_is_named(site):
    half = {"OBJECT_STORE_URL": "s3://127.0.0.1/bucket", "SEARCH_URL": "http://", "TASKS_URL": "redis://"}
    refusal(run(site, "sweeper", "--once", **half), *half)
    refusal(run(site, "run_workers", **half), *half)
    refusal(run(site, "migrate", LEASE_SECONDS="soon"), "LEASE_SECONDS=soon")


def test_a_second_installation_at_the_same_store_is_refused_and_may_still_repair(site, tmp_path):
    access_checks.claim(DiskStore(tmp_path / "shared"), uuid4())  # by the first
    shared = {"OBJECT_STORE_URL": f"file://{tmp_path}/shared"}
    refusal(run(site, "sweeper", "--once", **shared), "OBJECT_STORE_URL", "take_over_storage")
    assert run(site, "rebuild_index", **shared).returncode == 0
    assert run(site, "take_over_storage", "--yes", **shared).returncode == 0


def test_a_service_that_does_not_respond_is_named_and_blocks_no_start(site):
    absent = {"SEARCH_URL": f"http://127.0.0.1:{free_port()}/tusach"}
    ended = run(site, "sweeper", "--once", **absent)
    assert ended.returncode == 0
    assert "SEARCH_URL" in ended.stderr


def test_workers_without_the_programs_of_parsers_end_with_a_sentence(site):
    ended = run(site, "run_workers", PATH="/nowhere")
    assert ended.returncode == 1
    assert "ffprobe" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_worker_loads_neither_the_admin_nor_unused_libraries(site):
    """Each costs a second and tens of megabytes, in every process."""
    ended = run(site, "worker", "--until-empty", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert ended.returncode == 0
    assert "workers.database_worker" in loaded
    assert not loaded & {"pydantic", "config.urls", "wagtail.admin.urls", "fitz", "pymupdf"}
