"""Fixtures from other tests: a store on disk, the objects of all addresses, two schools with admin objects."""

from tests.addresses.conftest import made_world, world
from tests.portal.conftest import made_schools, schools
from tests.reading.conftest import on_disk

__all__ = ["made_schools", "made_world", "on_disk", "schools", "world"]
