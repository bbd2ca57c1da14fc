"""Logs are JSON lines about what happened; they never name a person or a search term."""

import io
import json
import logging
import logging.config

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.test import Client

from operations.logs import APPS, logging_config
from tests.circulation.lending import a_lent_resource
from tests.factories import MembershipFactory, PersonFactory
from tests.support.template import ROOT

pytestmark = pytest.mark.django_db
NAME, USER, EMAIL, ADDRESS = "Trần Thị Hồng Ngọc", "hongngoc1985", "ngoc.tran@truong.example", "203.0.113.77"
TERMS = "bệnh trầm cảm"
PASSWORD = "mat-khau-bi-mat-1"
PRIVATE = (NAME, "Hồng Ngọc", USER, EMAIL, ADDRESS, TERMS, "trầm", "tr%E1%BA%A7m", PASSWORD)


@pytest.fixture
def lines(settings):
    """Return what is logged; restore the logging of the tests afterwards."""
    stream = io.StringIO()
    config = logging_config("json")
    config["handlers"]["console"]["stream"] = stream
    config["root"]["level"] = "DEBUG"
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.config.dictConfig(config)
    yield lambda: stream.getvalue().splitlines()
    root.handlers[:], root.level = before


def test_every_app_of_ours_logs_from_info_on():
    ours = {
        config.name.partition(".")[0]
        for config in apps.get_app_configs()
        if config.path.startswith(str(ROOT)) and ".venv" not in config.path
    }
    assert ours == set(APPS)
    assert all(logging_config("plain")["loggers"][name]["level"] == "INFO" for name in ours)


@pytest.fixture
def person():
    person = PersonFactory(name=NAME, username=USER, email=EMAIL)
    person.set_password(PASSWORD)
    person.save()
    MembershipFactory(person=person)
    return person


def test_a_whole_journey_logs_nothing_about_the_person(lines, person, settings, tmp_path, monkeypatch):
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    book = a_lent_resource()
    browser = Client(REMOTE_ADDR=ADDRESS, raise_request_exception=False)
    browser.post("/tai-khoan/login/", {"login": USER, "password": "not-the-password"})
    browser.post("/tai-khoan/login/", {"login": USER, "password": PASSWORD})
    assert browser.get("/tim/", {"q": TERMS}).status_code == 200
    assert browser.get("/tim/", {"q": NAME}).status_code == 200
    assert browser.get(f"/hoc-lieu/{book.uuid}/").status_code == 200
    browser.get("/khong-co-gi/", {"q": TERMS})
    Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS).post("/tai-khoan/login/", {"login": USER})
    _break_everything(monkeypatch)
    assert browser.get("/tim/", {"q": TERMS}).status_code == 500
    browser.post("/tai-khoan/logout/")

    written = lines()
    events = [json.loads(line) for line in written]
    assert {"reading:results", "account_login"} <= {event.get("view") for event in events}
    assert 500 in {event.get("status") for event in events}
    assert [event for event in events if event.get("status") and not event.get("request")] == []
    assert [(word, line) for word in PRIVATE for line in written if word in line] == []
    assert str(book.uuid) not in "".join(written)  # which shows what a person reads


def _break_everything(monkeypatch):
    """Raise an error that quotes a row, as databases do, and one that quotes the search."""

    def fail(*args, **kwargs):
        try:
            raise IntegrityError(f"duplicate key\nDETAIL:  Key (name, email)=({NAME}, {EMAIL}) already exists.")
        except IntegrityError as cause:
            raise ValueError(f"cannot understand {TERMS!r} of {NAME}") from cause

    monkeypatch.setattr("search.queries.find", fail)
    monkeypatch.setattr("reading.views.results.find", fail, raising=False)
    monkeypatch.setattr("reading.results_page.find", fail, raising=False)


def test_an_error_is_logged_by_its_class_and_its_places(lines):
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
    ("message", "logged"),
    [
        ("from 203.0.113.77 port 80", "from 203.0.x.x port 80"),
        ("from [2001:db8:7:1::2]:443, fe80::1", "from [2001:0db8:x]:443, fe80:0000:x"),
        ("client 2001:db8:7:1:2:3:4:5.", "client 2001:0db8:x."),
        ("from ::ffff:203.0.113.7", "from 0000:0000:x"),
        ("loaded ingest::step at 22:23:41", "loaded ingest::step at 22:23:41"),
        ("letter to ngoc.tran@truong.example", "letter to [e-mail]"),
        ("Error handling request /tim/?q=ch%C3%AD", "Error handling request /tim/?…"),
        ("redis://:secret@cache:6379/0", "redis://…@cache:6379/0"),
        ("version 8.19.9 of 2026-11-25T22:23:41", "version 8.19.9 of 2026-11-25T22:23:41"),
    ],
)
def test_messages_of_libraries_are_redacted_and_nothing_else_is_changed(lines, message, logged):
    logging.getLogger("somebody.else").warning(message)
    assert [json.loads(line)["event"] for line in lines()] == [logged]


def test_a_plain_line_begins_with_time_and_level():
    formatter = logging_config("plain")["formatters"]["lines"]
    formatted = formatter["()"](**{key: value for key, value in formatter.items() if key != "()"})
    record = logging.LogRecord("search", logging.WARNING, "", 1, "not indexed: %s", ("x",), None)
    assert formatted.format(record).endswith("warning search not indexed: x")
