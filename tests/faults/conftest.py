"""Fixtures of the fault tests."""

from collections.abc import Iterator

import pytest

from tests.faults.harness import Snapshots
from tests.support import environments


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Snapshots:
    """Return the prepared data folders, shared by all workers of a test run."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "faults"
    shared.mkdir(exist_ok=True)
    return Snapshots(shared)


@pytest.fixture(autouse=True)
def _delete_environments(request: pytest.FixtureRequest) -> Iterator[None]:
    """Delete the databases, buckets and indexes of the sites that a test copied; their number is limited."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    for file in sorted(folder.rglob(environments.SETTINGS_FILE)) if folder else []:
        settings = environments.settings_of(file.parent)
        if settings.keys() == environments.MODULES.keys():  # otherwise it used a server of the test's own
            environments.delete(settings)
