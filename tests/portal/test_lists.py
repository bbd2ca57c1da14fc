"""The lists of the admin are searched as readers search, for the typed text literally, whatever characters it has."""

import unicodedata
from pathlib import Path

import pytest
from django.test import Client
from modelsearch.backends import database
from wagtail.images import get_image_model

from accounts.models import Person, School
from portal import admin_search
from repository import actions
from repository.models import Collection, Resource
from sharing.viewer import system_viewer
from tests.factories import NOW
from tests.portal.two_schools import Holding, bare_wagtail, two_schools

NAME = "Đường lên đỉnh TP.HCM"
WORDS = ('"', '""', 'hoa"sen', '"hoa sen', "hoa sen'", "hoa AND (", "{hoa} : sen", "*", "NOT", "\u0301" * 9000)
FINDING = (
    "đường lên",
    "duong",
    "ĐƯỜNG",
    unicodedata.normalize("NFD", "lên đỉnh"),
    "đinh duong",
    "dươ",
    "  Lên ",
    "tphcm",
    "tp.hcm",
)
LISTS = (
    "hoc-lieu/",
    "bo-suu-tap/",
    "nguoi/",
    "truong/",
    "pages/search/",
    "images/",
    "chon-hoc-lieu/",
    "choose-page/search/",
)


@pytest.mark.parametrize("way", ["search", "autocomplete"])
def test_no_sign_is_a_command(way: str, settings, tmp_path: Path, db: None, monkeypatch) -> None:
    """Wagtail uses the full-text search of SQLite once its table exists; some characters are operators there."""
    monkeypatch.setattr(database, "USE_SQLITE_FTS", None)
    bare_wagtail()
    two_schools()
    pictures, backend = get_image_model().objects.all(), admin_search.SearchBackend({})
    for words in WORDS:
        assert getattr(backend, way)(words, pictures).count() == 0, words
    assert getattr(backend, way)("anh TRUONGA", pictures).count() == 1


@pytest.fixture
def librarian(schools: tuple[Holding, Holding], client: Client) -> Client:
    """Give everything of the first school the same name, and sign its librarian in."""
    own, _other = schools
    by = system_viewer(own.school.pk, now=NOW)
    actions.update_record(own.resource, description=actions.Description(title=NAME), by=by)
    Collection.objects.filter(pk=own.collection.pk).update(name=NAME)
    Person.objects.filter(pk=own.librarian.pk).update(name=NAME)
    School.objects.filter(pk=own.school.pk).update(name=NAME)
    get_image_model().objects.filter(pk=own.picture.pk).update(title=NAME)
    own.news.title = own.news.draft_title = NAME
    own.news.save()
    assert Resource.objects.filter(title=NAME).count() == 1
    client.force_login(own.librarian)
    return client


@pytest.mark.parametrize("address", LISTS)
def test_a_name_is_found_in_any_case_with_or_without_marks(librarian: Client, address: str) -> None:
    for words in FINDING:
        assert NAME in _shown(librarian, address, words), words
    for words in ("duong xuong", "nh lên không", "zzz", "…"):
        assert NAME not in _shown(librarian, address, words), words


def _shown(browser: Client, address: str, words: str) -> str:
    """Return the results alone: elsewhere the screen names the school."""
    answer = browser.get(f"/quan-tri/{address}", {"q": words})
    assert answer.status_code == 200
    text = answer.json()["html"] if answer.headers["Content-Type"] == "application/json" else answer.content.decode()
    return text.partition("<table")[2] or text.partition('class="listing')[2]
