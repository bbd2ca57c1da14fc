"""Fixtures of the tests that break things."""

from collections.abc import Iterator

import pytest

from tests.faults.harness import Snapshots
from tests.support import environments


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Snapshots:
    """Shared by all workers of a test run, so that nothing is made twice."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "faults"
    shared.mkdir(exist_ok=True)
    return Snapshots(shared)


@pytest.fixture(autouse=True)
def places_are_given_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """Databases, buckets and indices of the sites that a test copied: there are not so many that all could stay."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    for note in sorted(folder.rglob(environments.SETTINGS_FILE)) if folder else []:
        settings = environments.settings_of(note.parent)
        if settings.keys() == environments.MODULES.keys():  # else it stood on a server of the test's own
            environments.delete(settings)
