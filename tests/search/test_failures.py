"""Failures of the engine: titles are found meanwhile, results are labelled, and the index catches up."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache

from access.actions import Action
from repository import actions
from repository.models import IndexChange, Resource
from search import indexing, tasks
from search.backends import current_backend
from search.backends.elastic import connection, indexes
from search.backends.tantivy import generations
from search.document import FORMAT
from search.queries import find, is_degraded, not_indexed, suggest
from search.query import Query, Sort
from sharing.viewer import system_viewer
from tests.factories import NOW, SchoolFactory, a_draft, a_librarian, a_resource, a_viewer, a_visitor
from tests.search.failures import close_breaker_at_once, failing_engine
from tests.support.backends import ENGINES
from workers.events import periodic_maintenance

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("search engines")]
EVERYONE = {Action.READ: "everyone"}


@pytest.fixture(params=ENGINES)
def engine(request, settings, tmp_path):
    cache.clear()
    url = request.getfixturevalue("elasticsearch_url") if request.param == "elasticsearch" else ""
    yield from failing_engine(request.param, url, tmp_path, settings)


@pytest.fixture
def elastic(settings, tmp_path, elasticsearch_url):
    cache.clear()
    yield from failing_engine("elasticsearch", elasticsearch_url, tmp_path, settings)


def by_owner(resource):
    return system_viewer(resource.owner_id, now=NOW)


def rename(resource, title):
    actions.update_record(resource, description=actions.Description(title=title), by=by_owner(resource))


def add(resource, *texts):
    pages = [actions.PageToAdd(number=number, text=text) for number, text in enumerate(texts)]
    return actions.add_pages(resource, pages=pages, by=by_owner(resource))


def index(now=NOW):
    done = indexing.index_pending(now=now)
    current_backend().refresh()
    return done


def found(text, viewer=None, **more):
    """Return the titles, and whether the search was degraded."""
    result = find(viewer or a_visitor(), Query(text, **more))
    return sorted(hit.resource.title for hit in result.hits), result.degraded


# --- stopped, lost, hanging


def test_while_the_engine_is_stopped_titles_are_found_and_the_index_catches_up_afterwards(engine):
    book, secret = a_resource(opened=EVERYONE, title="Truyện Kiều"), a_resource(title="Truyện kín")
    add(book, "Trăm năm trong cõi người ta")
    index()
    assert found("truyen kieu") == (["Truyện Kiều"], False)
    engine.stop()
    assert found("truyen kieu") == (["Truyện Kiều"], True)
    assert found("TRUYỆN") == (["Truyện Kiều"], True), "a title that the viewer may not discover is not found"
    assert found("truyen", a_librarian(secret.owner))[0] == ["Truyện Kiều", "Truyện kín"]
    assert found("tram nam") == ([], True)
    assert suggest(a_visitor(), "tru") == []
    rename(book, "Đoạn trường tân thanh")
    added = a_resource(opened=EVERYONE, title="Lục Vân Tiên")
    assert found("luc van tien") == (["Lục Vân Tiên"], True), "catalogued meanwhile"
    tasks.index_changes.func()
    assert IndexChange.objects.exists(), "the changes stay recorded"
    engine.start()
    index()
    assert not IndexChange.objects.exists()
    assert found("truyện kiều") == ([], False)
    assert found("doan truong") == (["Đoạn trường tân thanh"], False)
    assert found("tram nam") == (["Đoạn trường tân thanh"], False)
    assert found("luc van") == ([added.title], False)


def test_a_right_that_is_revoked_is_refused_at_once_with_a_stale_index_and_with_none(engine, monkeypatch):
    close_breaker_at_once(monkeypatch)
    friend = SchoolFactory()
    book = a_resource(opened={Action.READ: f"school:{friend.pk}"}, title="Số đỏ", kind="book")
    add(book, "Xuân tóc đỏ cứu quốc")
    index()
    teacher = a_viewer(school=friend)
    assert found("so do", teacher) == found("xuan toc do", teacher) == (["Số đỏ"], False)
    actions.revoke(book, action=Action.READ, audience=f"school:{friend.pk}", by=by_owner(book))
    for text in ("so do", "xuan toc do"):
        result = find(teacher, Query(text))
        assert (result.total, result.hits, result.facets["kind"]) == (0, (), {}), "the index is stale"
    engine.stop()
    assert found("so do", teacher) == ([], True)
    engine.start()
    index()
    assert found("so do", teacher) == ([], False)


def test_a_lost_index_is_reported_and_rebuilt_automatically(engine):
    book = a_resource(opened=EVERYONE, title="Tắt đèn")
    add(book, "Chị Dậu vừa trói vừa chạy")
    index()
    engine.lose()
    assert is_degraded()
    assert found("tat den") == (["Tắt đèn"], True)
    rename(book, "Tắt đèn (1937)")
    tasks.index_changes.func()  # the worker had the lost index open
    current_backend().refresh()
    assert not is_degraded()
    assert found("chi dau") == (["Tắt đèn (1937)"], False)
    engine.lose()
    cache.clear()
    periodic_maintenance.send(sender=None, now=NOW)
    tasks.index_changes.func()  # without a change: periodic maintenance notified
    current_backend().refresh()
    assert found("chi dau") == (["Tắt đèn (1937)"], False)


def test_an_index_of_an_older_format_is_rebuilt_automatically_and_titles_are_found_until_then(engine, monkeypatch):
    a_resource(opened=EVERYONE, title="Ở TP.HCM")
    with monkeypatch.context() as older:
        older.setattr(generations, "PREFIX", f"format{FORMAT - 1}-")
        older.setattr(indexes, "FORMAT", FORMAT - 1)
        index()
        assert current_backend().is_ready()
    assert not current_backend().is_ready()
    titles, _degraded = found("hcm")  # an index in a folder is not opened with another format, a server answers
    assert titles == ["Ở TP.HCM"]
    cache.clear()
    periodic_maintenance.send(sender=None, now=NOW)
    tasks.index_changes.func()
    current_backend().refresh()
    assert current_backend().is_ready()
    assert found("tphcm") == (["Ở TP.HCM"], False)


def test_before_the_first_resource_a_missing_index_is_no_failure(engine):
    assert found("gì đó") == ([], False)
    assert not is_degraded()
    assert not indexing.index_missing()
    a_draft()
    assert is_degraded()


@pytest.mark.backend_independent
def test_a_server_that_hangs_delays_one_search_only(elastic, monkeypatch):
    a_resource(opened=EVERYONE, title="Vang bóng một thời")
    index()
    monkeypatch.setattr(connection, "READ_TIMEOUT", 1)
    elastic.forget()
    elastic.proxy.stall()
    begun = time.monotonic()
    assert found("vang bong") == (["Vang bóng một thời"], True)
    once = time.monotonic() - begun
    asked = elastic.proxy.connections
    begun = time.monotonic()
    for _ in range(20):
        assert found("vang bong") == (["Vang bóng một thời"], True)
        assert is_degraded()
    assert elastic.proxy.connections == asked, "twenty more searches do not wait for it"
    assert time.monotonic() - begun < 20 * once


@pytest.mark.backend_independent
def test_after_a_rest_one_search_tries_the_server_again(elastic, monkeypatch):
    a_resource(opened=EVERYONE, title="Dế Mèn")
    index()
    elastic.proxy.refuse()
    assert found("de men")[1]
    elastic.proxy.pass_on()
    assert found("de men")[1], "no search tries it for a while"
    clock = time.monotonic() + 6
    monkeypatch.setattr("search.backends.elastic.connection.time.monotonic", lambda: clock)
    assert found("de men") == (["Dế Mèn"], False)


@pytest.mark.backend_independent
@pytest.mark.parametrize("trouble", ["refuse", "cut early", "cut late", "answer 503", "answer 500", "answer nonsense"])
def test_whatever_the_server_answers_titles_are_found_and_no_change_is_deleted(elastic, monkeypatch, trouble):
    close_breaker_at_once(monkeypatch)
    book = a_resource(opened=EVERYONE, title="Bỉ vỏ")
    index()
    rename(book, "Bỉ vỏ, bản mới")
    waiting = IndexChange.objects.count()
    {
        "refuse": elastic.proxy.refuse,
        "cut early": lambda: elastic.proxy.cut(after=30),
        "cut late": lambda: elastic.proxy.cut(after=220),
        "answer 503": lambda: elastic.proxy.answer(503),
        "answer 500": lambda: elastic.proxy.answer(500, b"<html>", content_type="text/html"),
        "answer nonsense": lambda: elastic.proxy.answer(200, b"hello", content_type="text/plain"),
    }[trouble]()
    elastic.forget()
    assert found("bi vo") == (["Bỉ vỏ, bản mới"], True)
    tasks.index_changes.func()
    assert IndexChange.objects.count() == waiting
    assert not IndexChange.objects.exclude(last_error="").exists(), "a failing engine is no fault of the document"
    elastic.start()
    index()
    assert not IndexChange.objects.exists()
    assert found("ban moi") == (["Bỉ vỏ, bản mới"], False)


# --- items of a bulk


@pytest.mark.backend_independent
def test_items_that_a_busy_engine_does_not_take_are_retried_with_growing_delays(elastic):
    index()
    book, other = a_resource(opened=EVERYONE, title="Đời thừa"), a_resource(opened=EVERYONE, title="Chí Phèo")
    elastic.proxy.refuse_items(429, lambda key: key == str(book.uuid))
    index()
    assert found("chi pheo") == (["Chí Phèo"], False), "the others of the bulk are indexed"
    waits = []
    for _ in range(3):
        row = IndexChange.objects.filter(resource=book.uuid).order_by("pk").first()
        assert (row.last_error, not_indexed(a_librarian(book.owner)).count()) == ("", 0), "no fault of the document"
        waits.append(row.retry_at)
        assert index(now=row.retry_at - timedelta(seconds=1)) == 0
        index(now=row.retry_at)
    assert waits[2] - waits[1] > waits[1] - waits[0]
    assert not IndexChange.objects.filter(resource=other.uuid).exists()
    elastic.proxy.refuse_items(503, lambda key: True)
    index(now=NOW + timedelta(days=1))
    assert IndexChange.objects.exists()
    assert not IndexChange.objects.exclude(last_error="").exists()
    elastic.proxy.pass_on()
    index(now=NOW + timedelta(days=2))
    assert not IndexChange.objects.exists()
    assert found("doi thua") == (["Đời thừa"], False)


@pytest.mark.backend_independent
def test_items_that_the_engine_refuses_are_listed_and_items_older_than_the_index_are_done(elastic):
    index()
    bad, newer = a_resource(opened=EVERYONE, title="Hỏng"), a_resource(opened=EVERYONE, title="Mới hơn")
    (page,) = add(bad, "chữ trong sách hỏng")
    elastic.proxy.refuse_items(400, lambda key: key == f"page:{page.uuid}", reason="document_parsing_exception")
    index()
    rows = not_indexed(a_librarian(bad.owner))
    assert {row.last_error for row in rows} == {
        f"page:{page.uuid}: document_parsing_exception: document_parsing_exception"
    }
    assert found("hong") == (["Hỏng"], False), "its record is indexed"
    assert found("chu trong sach") == ([], False)
    rename(newer, "Mới hơn nữa")
    elastic.proxy.refuse_items(409, lambda key: key == str(newer.uuid))
    index()
    assert not IndexChange.objects.filter(resource=newer.uuid).exists(), "the index holds a newer document: done"
    elastic.proxy.pass_on()
    index(now=NOW + timedelta(days=1))
    assert not IndexChange.objects.exists()
    assert found("chu trong sach") == (["Hỏng"], False)


@pytest.mark.backend_independent
def test_what_a_rebuild_could_not_index_is_recorded(elastic):
    book = a_resource(opened=EVERYONE, title="Giông tố")
    first, second = add(book, "trang một", "trang hai")
    elastic.proxy.refuse_items(400, lambda key: key == f"page:{first.uuid}")
    IndexChange.objects.all().delete()
    assert len(indexing.rebuild(now=NOW)) == 1
    (row,) = not_indexed(a_librarian(book.owner))
    assert (row.part, row.first, row.last) == (IndexChange.Part.PAGES, first.order_key, first.order_key)
    assert (found("trang mot", literal=True)[0], found("trang hai")[0]) == ([], ["Giông tố"])
    elastic.proxy.pass_on()
    index(now=NOW + timedelta(days=1))
    assert found("trang mot") == (["Giông tố"], False)
    assert second.order_key > first.order_key


@pytest.mark.backend_independent
def test_outcomes_of_deletions_are_read(elastic):
    book = a_draft(title="Nháp bỏ đi")
    add(book, "trang nháp")
    index()
    uuid, librarian = str(book.uuid), a_librarian(book.owner)
    assert found("nhap bo di", librarian)[0] == ["Nháp bỏ đi"]
    actions.delete_draft(book, by=by_owner(book))
    elastic.proxy.refuse_items(429, lambda key: key.startswith("page:"))
    index()
    assert IndexChange.objects.filter(resource=uuid, part=IndexChange.Part.DELETED).exists()
    assert len(current_backend().parts_of(uuid)) == 1
    elastic.proxy.pass_on()
    index(now=NOW + timedelta(days=1))
    assert current_backend().parts_of(uuid) == frozenset()
    assert not IndexChange.objects.exists()


@pytest.mark.backend_independent
def test_a_delayed_writer_restores_nothing_old(elastic):
    """One of two workers reads a resource, is suspended, and resumes when it has changed or is deleted."""
    from search.document_builder import resource_document, with_record

    book, draft = a_resource(opened=EVERYONE, title="Bản cũ"), a_draft(title="Nháp cũ")
    index()
    late = [resource_document(resource) for resource in with_record(Resource.objects.all())]
    rename(book, "Bản mới")
    actions.delete_draft(draft, by=by_owner(draft))
    index()
    assert not [outcome for outcome in current_backend().put(late) if outcome.problem]
    current_backend().refresh()
    assert (found("ban cu", literal=True)[0], found("ban moi")[0]) == ([], ["Bản mới"])
    from access.policy import as_filter

    reach = as_filter(a_librarian(draft.owner), Action.DISCOVER)
    assert current_backend().search(Query("nhap cu"), allowed=reach, parts_allowed=reach).total == 0


@pytest.mark.backend_independent
def test_an_index_that_the_server_created_by_itself_is_replaced(elastic):
    """Another program writes after the index was deleted: an index without our fields takes the name of the alias."""
    a_resource(opened=EVERYONE, title="Lão Hạc")
    index()
    elastic.lose()
    prefix = elastic.url.rpartition("/")[2]
    from urllib.request import Request, urlopen

    body = Request(f"{elastic.server}/{prefix}-resources/_doc/1", b'{"x": 1}', {"Content-Type": "application/json"})
    urlopen(body).close()
    assert found("lao hac") == (["Lão Hạc"], True)
    index()
    assert found("lao hac") == (["Lão Hạc"], False)
    assert sorted(name.rpartition("-")[2] for name in elastic.names()) == ["000001", "000001"]


# --- naughty text


NAUGHTY = [
    "",
    "\0",
    "\\",
    '"',
    '"""',
    "((((((((((",
    "* OR 1=1",
    "title_folded:*",
    "_exists_:labels",
    "/.*/",
    "{{7*7}}",
    '{"match_all": {}}',
    "AND OR NOT && || !",
    "'; DROP TABLE repository_resource; --",
    "<script>alert(1)</script>",
    "%s%s%n",
    "^~1 ~2 -x +y [a TO b] {a TO b}",
    "￾￿\u202eabc\u200f",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "😀👩‍👩‍👧🏳️‍🌈",
    "ﬀ ﬁ ﬂ ß İ ı ǅ",
    "¶ ¶¶ a¶b",
    "٣٤ Ⅷ ² ½",
    "a" * 10_000,
    "a " * 5_000,
    '"' * 10_000,
    "ế" * 10_000,
    "̀" * 10_000,
    "x*" * 5_000,
    " ".join(f"w{number}" for number in range(2_000)),
]


@pytest.mark.parametrize("stopped", [False, True], ids=["index", "titles"])
def test_no_text_of_a_user_is_a_command(engine, monkeypatch, stopped):
    close_breaker_at_once(monkeypatch)
    hidden, seen = a_resource(title="Không được thấy"), a_resource(opened=EVERYONE, title="Thấy được")
    add(hidden, "x 1 a labels match_all")
    index()
    if stopped:
        engine.stop()
    everything = find(a_visitor(), Query())
    assert [hit.resource for hit in everything.hits] == [seen]
    for text in NAUGHTY:
        result = find(a_visitor(), Query(text))
        assert (result.degraded, result.total <= 1) == (stopped, True), text[:50]
        assert not {hit.resource for hit in result.hits} - {seen}
        suggest(a_visitor(), text)
    chosen = find(a_visitor(), Query("", chosen={"kind": tuple(NAUGHTY), "school": tuple(NAUGHTY)}, sort=Sort.TITLE))
    assert (chosen.total, chosen.degraded) == (0, stopped)
