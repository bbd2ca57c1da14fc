"""What the tests of security share with others: a store on disk, the world of all addresses, two schools' desks."""

from tests.addresses.conftest import made_world, world
from tests.portal.conftest import made_schools, schools
from tests.reading.conftest import on_disk

__all__ = ["made_schools", "made_world", "on_disk", "schools", "world"]
