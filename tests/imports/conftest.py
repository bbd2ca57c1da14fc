"""Files are read in this process; tests/imports/test_reading.py reads one in a parser of its own."""

import pytest
from django.utils import timezone

from access.viewer import Viewer
from imports.actions import loading
from tests.factories import a_librarian
from tests.imports.files import prepare_in_process, read_in_process


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files without the sandbox, whose start takes seconds."""
    monkeypatch.setattr(loading, "read", read_in_process)
    monkeypatch.setattr(loading, "prepared", prepare_in_process)


@pytest.fixture
def librarian(db: None) -> Viewer:
    """Return a librarian of a school without records."""
    return a_librarian(now=timezone.now())
