"""Logs are JSON lines that tell what happened and never who did it or what she looked for."""

import io
import json
import logging
import logging.config

import pytest
from django.db import IntegrityError
from django.test import Client

from operations.logs import logging_config
from tests.circulation.lending import a_lent_resource
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
NAME, USER, LETTERS, ADDRESS = "Trần Thị Hồng Ngọc", "hongngoc1985", "ngoc.tran@truong.example", "203.0.113.77"
WORDS = "bệnh trầm cảm"
PASSWORD = "mat-khau-bi-mat-1"
PRIVATE = (NAME, "Hồng Ngọc", USER, LETTERS, ADDRESS, WORDS, "trầm", "tr%E1%BA%A7m", PASSWORD)


@pytest.fixture
def lines(settings):
    """What is logged, read back; the logging of the tests is put back afterwards."""
    written = io.StringIO()
    config = logging_config("json")
    config["handlers"]["console"]["stream"] = written
    config["root"]["level"] = "DEBUG"
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.config.dictConfig(config)
    yield lambda: written.getvalue().splitlines()
    root.handlers[:], root.level = before


@pytest.fixture
def person():
    made = PersonFactory(name=NAME, username=USER, email=LETTERS)
    made.set_password(PASSWORD)
    made.save()
    MembershipFactory(person=made)
    return made


def test_a_whole_journey_leaves_no_trace_of_the_person(lines, person, settings, tmp_path, monkeypatch):
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    book = a_lent_resource()
    browser = Client(REMOTE_ADDR=ADDRESS, raise_request_exception=False)
    browser.post("/tai-khoan/login/", {"login": USER, "password": "not-the-password"})
    browser.post("/tai-khoan/login/", {"login": USER, "password": PASSWORD})
    assert browser.get("/tim/", {"q": WORDS}).status_code == 200
    assert browser.get("/tim/", {"q": NAME}).status_code == 200
    assert browser.get(f"/hoc-lieu/{book.uuid}/").status_code == 200
    browser.get("/khong-co-gi/", {"q": WORDS})
    Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS).post("/tai-khoan/login/", {"login": USER})
    _break_everything(monkeypatch)
    assert browser.get("/tim/", {"q": WORDS}).status_code == 500
    browser.post("/tai-khoan/logout/")

    written = lines()
    events = [json.loads(line) for line in written]
    assert {"reading:results", "account_login"} <= {event.get("view") for event in events}
    assert 500 in {event.get("status") for event in events}
    assert [event for event in events if event.get("status") and not event.get("request")] == []
    assert [(word, line) for word in PRIVATE for line in written if word in line] == []
    assert str(book.uuid) not in "".join(written)  # what somebody reads is nobody's business


def _break_everything(monkeypatch):
    """An error that quotes a row, as databases do, and one that quotes what was typed."""

    def fail(*args, **kwargs):
        try:
            raise IntegrityError(f"duplicate key\nDETAIL:  Key (name, email)=({NAME}, {LETTERS}) already exists.")
        except IntegrityError as cause:
            raise ValueError(f"cannot understand {WORDS!r} of {NAME}") from cause

    monkeypatch.setattr("search.queries.find", fail)
    monkeypatch.setattr("reading.views.results.find", fail, raising=False)
    monkeypatch.setattr("reading.results_page.find", fail, raising=False)


def test_an_error_is_logged_by_its_kind_and_its_places(lines):
    try:
        raise ValueError(f"a sentence about {NAME}")
    except ValueError:
        logging.getLogger("ingest").exception("upload %s failed", "0b7e")
    (event,) = (json.loads(line) for line in lines())
    assert event["event"] == "upload 0b7e failed"
    assert event["error"][0]["kind"] == "ValueError"
    assert "test_logs.py" in event["error"][0]["places"][0]
    assert NAME not in json.dumps(event, ensure_ascii=False)


@pytest.mark.parametrize(
    ("message", "cleaned"),
    [
        ("from 203.0.113.77 port 80", "from 203.0.x.x port 80"),
        ("letter to ngoc.tran@truong.example", "letter to [e-mail]"),
        ("Error handling request /tim/?q=ch%C3%AD", "Error handling request /tim/?…"),
        ("redis://:secret@cache:6379/0", "redis://…@cache:6379/0"),
        ("version 8.19.9 of 2026-11-25T22:23:41", "version 8.19.9 of 2026-11-25T22:23:41"),
    ],
)
def test_what_others_write_is_cleaned_and_the_rest_is_left(lines, message, cleaned):
    logging.getLogger("somebody.else").warning(message)
    assert [json.loads(line)["event"] for line in lines()] == [cleaned]


def test_for_people_a_line_begins_with_when_and_how_bad():
    formatter = logging_config("plain")["formatters"]["lines"]
    made = formatter["()"](**{key: value for key, value in formatter.items() if key != "()"})
    record = logging.LogRecord("search", logging.WARNING, "", 1, "not indexed: %s", ("x",), None)
    assert made.format(record).endswith("warning search not indexed: x")
