"""The lists of the admin search for the typed text literally, whatever characters it has."""

from pathlib import Path

import pytest
from modelsearch.backends import database
from wagtail.images import get_image_model

from portal import admin_search
from tests.portal.two_schools import bare_wagtail, two_schools

WORDS = ('"', '""', 'hoa"sen', '"hoa sen', "hoa sen'", "hoa AND (", "{hoa} : sen", "*", "NOT")


@pytest.mark.parametrize("way", ["search", "autocomplete"])
def test_no_sign_is_a_command(way: str, settings, tmp_path: Path, db: None, monkeypatch) -> None:
    """Wagtail uses the full-text search of SQLite once its table exists; some characters are operators there."""
    monkeypatch.setattr(database, "USE_SQLITE_FTS", None)
    bare_wagtail()
    two_schools()
    pictures, backend = get_image_model().objects.all(), admin_search.SearchBackend({})
    for words in WORDS:
        assert getattr(backend, way)(words, pictures).count() == 0, words
