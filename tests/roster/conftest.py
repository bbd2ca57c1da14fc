"""Lists are read in this process; tests/roster/test_reading.py reads one in a parser of its own."""

import pytest

from access.viewer import Viewer
from roster.actions import running
from tests.factories import a_librarian
from tests.roster.lists import parse_here


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files without the sandbox, whose start takes seconds."""
    monkeypatch.setattr(running, "_parse", parse_here)


@pytest.fixture
def librarian(db: None) -> Viewer:
    """Return a librarian of a school without pupils."""
    from django.utils import timezone

    return a_librarian(now=timezone.now())
