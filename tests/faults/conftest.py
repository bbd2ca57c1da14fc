"""Fixtures of the tests that break things."""

import pytest

from tests.faults.rig import Rig


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Rig:
    """Shared by all workers of a test run, so that nothing is made twice."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "faults"
    shared.mkdir(exist_ok=True)
    return Rig(shared)
