"""The fixture objects of all addresses: created once for a module, and unchanged for each test."""

import logging
from collections.abc import Iterator

import pytest

from tests.addresses.fixtures import World, as_it_was, create_world
from tests.portal.two_schools import bare_wagtail


@pytest.fixture(scope="module")
def made_world(module_transaction: None) -> World:
    """Create the objects in the database for all tests of the module."""
    bare_wagtail()
    return create_world()


@pytest.fixture
def world(db: None, made_world: World) -> Iterator[World]:
    """Return a copy for this test; its writes are rolled back at its end, and refusals are not logged."""
    logging.disable(logging.ERROR)
    yield as_it_was(made_world)
    logging.disable(logging.NOTSET)
