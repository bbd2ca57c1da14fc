"""Two schools with all that a desk holds: made once for a module, and handed to each test as they were."""

import copy

import pytest

from tests.portal.two_schools import Holding, bare_wagtail, two_schools


@pytest.fixture(scope="module")
def made_schools(module_transaction: None) -> tuple[Holding, Holding]:
    """In the database for all tests of the module."""
    bare_wagtail()
    return two_schools()


@pytest.fixture
def schools(made_schools: tuple[Holding, Holding]) -> tuple[Holding, Holding]:
    """Objects of this test alone; what it writes is undone at its end."""
    return copy.deepcopy(made_schools)
