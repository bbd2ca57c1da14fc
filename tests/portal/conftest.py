"""Two schools with every kind of admin object: created once for a module, and unchanged for each test."""

import copy

import pytest

from tests.portal.two_schools import Holding, bare_wagtail, two_schools


@pytest.fixture(scope="module")
def made_schools(module_transaction: None) -> tuple[Holding, Holding]:
    """Create the schools in the database for all tests of the module."""
    bare_wagtail()
    return two_schools()


@pytest.fixture
def schools(made_schools: tuple[Holding, Holding]) -> tuple[Holding, Holding]:
    """Return fresh objects for this test; its writes are rolled back at its end."""
    return copy.deepcopy(made_schools)
