"""Files are read in this process; test_screens.py reads one in a parser of its own."""

import pytest
from django.utils import timezone

from access.viewer import Viewer
from accounts.models import Role
from imports.authority_files.actions import loading
from tests.factories import a_viewer
from tests.imports.authority_files.files import read_in_process


@pytest.fixture
def cataloguer(db: None, monkeypatch: pytest.MonkeyPatch) -> Viewer:
    """Return a cataloguer, whose files are read without the sandbox, which takes seconds to start."""
    monkeypatch.setattr(loading, "read", read_in_process)
    return a_viewer(Role.CATALOGUER, now=timezone.now())
