"""The world of all addresses: made once for a module, and handed to each test as it was."""

import logging
from collections.abc import Iterator

import pytest

from tests.addresses.fixtures import World, as_it_was, the_world
from tests.portal.two_schools import bare_wagtail


@pytest.fixture(scope="module")
def made_world(module_transaction: None) -> World:
    """In the database for all tests of the module."""
    bare_wagtail()
    return the_world()


@pytest.fixture
def world(db: None, made_world: World) -> Iterator[World]:
    """Of this test alone; what it writes is undone at its end, and refusals are not written down."""
    logging.disable(logging.ERROR)
    yield as_it_was(made_world)
    logging.disable(logging.NOTSET)
