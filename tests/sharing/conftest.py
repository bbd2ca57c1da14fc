"""Two schools, each with a librarian who signs for it."""

import pytest

from access.viewer import Viewer
from accounts.models import Membership, School
from tests.factories import SchoolFactory, a_librarian


@pytest.fixture
def ours() -> Viewer:
    """Return a librarian of the proposing school."""
    return a_librarian(SchoolFactory(name="Trường THCS Nguyễn Du"))


@pytest.fixture
def theirs() -> Viewer:
    """Return a librarian of the partner school."""
    return a_librarian(SchoolFactory(name="Trường THCS Lê Quý Đôn"))


def school_of(viewer: Viewer) -> School:
    """Return the school of a viewer."""
    return Membership.objects.get(pk=viewer.membership).school
