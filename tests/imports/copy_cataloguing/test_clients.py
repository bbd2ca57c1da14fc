"""Clients of SRU and Z39.50 against a real server, and against servers that are dead, slow, wrong or hostile."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from accounts.errors import saved_sentence
from imports.copy_cataloguing.clients import asking, question, sru, z3950
from imports.copy_cataloguing.clients.asking import ask, ask_all
from imports.copy_cataloguing.clients.question import Answer, Place
from imports.copy_cataloguing.errors import (
    AnswerTooLarge,
    ClientMissing,
    NotACatalogue,
    RedirectRefused,
    TargetProblem,
    TargetRefused,
    TargetSlow,
    TargetUnreachable,
)
from tests.imports.copy_cataloguing.records import book, field, isbn, record
from tests.support.zebra import Catalogue

pytestmark = [pytest.mark.system]


@pytest.fixture(params=["sru", "z3950"])
def place(request: pytest.FixtureRequest) -> Place:
    """Return the same server by each protocol."""
    return request.getfixturevalue(request.param)


def wait_only(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less than the five seconds of the product."""
    assert question.SECONDS == 5.0
    for module in (sru, z3950, asking):
        monkeypatch.setattr(module, "SECONDS", seconds)


@pytest.fixture
def one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    wait_only(1.0, monkeypatch)


@pytest.fixture
def three_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait long enough for a sound target, also on a busy machine."""
    wait_only(3.0, monkeypatch)


def contents(answer: Answer) -> list[bytes]:
    """Return the records of an answer, whatever their format."""
    return [*answer.iso2709, *answer.marcxml]


def test_both_protocols_find_a_book_by_its_isbn(place: Place) -> None:
    answer = ask(place, isbn(7))
    assert answer.total == 1
    [found] = contents(answer)
    assert "Dế Mèn phiêu lưu kí, tập 7".encode() in found
    assert contents(ask(place, isbn(999))) == []


def test_z3950_returns_the_record_byte_for_byte(z3950: Place) -> None:
    [found] = ask(z3950, isbn(33)).iso2709
    assert found == book(33, "Dế Mèn phiêu lưu kí, tập 33")


def test_a_record_under_the_isbn_of_ten_digits_is_found(place: Place, catalogue: Catalogue) -> None:
    title = field("245", f"$aSách cũ {place.protocol}", "10")
    number = {"sru": 501, "z3950": 502}[place.protocol]
    ten = isbn(number)[3:12]
    check = sum((10 - i) * int(d) for i, d in enumerate(ten))
    ten += "0123456789X"[(11 - check % 11) % 11]
    catalogue.add([record([field("001", f"OLD{number}"), field("020", f"$a{ten[:3]}-{ten[3:]}"), title])])
    [found] = contents(ask(place, isbn(number)))
    assert f"Sách cũ {place.protocol}".encode() in found


def test_a_wrong_database_is_a_refusal_with_its_reason(place: Place) -> None:
    with pytest.raises(TargetRefused) as refused:
        ask(replace(place, database="nowhere"), isbn(1))
    assert refused.value.details["reason"] in str(refused.value)


def test_a_schema_that_the_target_lacks_is_a_refusal(sru: Place) -> None:
    with pytest.raises(TargetRefused):
        ask(replace(sru, schema="mods"), isbn(1))
    with pytest.raises(TargetRefused):
        ask(replace(sru, isbn_index="no.such"), isbn(1))


def test_a_closed_port_is_reported_at_once(place: Place, closed_port: int) -> None:
    started = time.monotonic()
    with pytest.raises(TargetUnreachable):
        ask(replace(place, port=closed_port), isbn(1))
    assert time.monotonic() - started < 3
    with pytest.raises(TargetUnreachable):
        ask(replace(place, host="no-such-host.invalid"), isbn(1))


@pytest.mark.usefixtures("one_second")
def test_a_silent_target_is_reported_in_time(place: Place, silent_port: int) -> None:
    started = time.monotonic()
    with pytest.raises(TargetSlow):
        ask(replace(place, port=silent_port), isbn(1))
    assert time.monotonic() - started < 2.5


@pytest.mark.usefixtures("one_second")
def test_a_target_whose_answer_never_ends_is_reported_in_time(place: Place, trickling_port: int) -> None:
    started = time.monotonic()
    with pytest.raises(TargetProblem) as problem:
        ask(replace(place, port=trickling_port), isbn(1))
    assert time.monotonic() - started < 2.5
    if place.protocol == "sru":  # to Z39.50 the first byte is already no answer
        assert isinstance(problem.value, TargetSlow)


@pytest.mark.usefixtures("three_seconds")
def test_slow_and_dead_targets_do_not_hold_up_the_others(
    sru: Place, z3950: Place, silent_port: int, closed_port: int
) -> None:
    places = {
        "slow": replace(sru, port=silent_port),
        "slower": replace(z3950, port=silent_port),
        "dead": replace(z3950, port=closed_port),
        "sru": sru,
        "z3950": z3950,
    }
    started, order = time.monotonic(), []
    for reply in ask_all([(name, place, isbn(5)) for name, place in places.items()]):
        order.append((reply.key, type(reply.outcome)))
    assert time.monotonic() - started < 5
    assert {name for name, _kind in order[:3]} == {"dead", "sru", "z3950"}
    assert dict(order) == {
        "slow": TargetSlow,
        "slower": TargetSlow,
        "dead": TargetUnreachable,
        "sru": Answer,
        "z3950": Answer,
    }


@pytest.mark.usefixtures("one_second")
def test_a_client_that_hangs_is_not_waited_for(sru: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(_place: Place, _isbns: list[str]) -> Answer:
        time.sleep(4)
        return Answer(total=0)

    monkeypatch.setattr(asking, "CLIENTS", {"sru": hang})
    started = time.monotonic()
    [reply] = ask_all([("hangs", sru, isbn(1))])
    assert isinstance(reply.outcome, TargetSlow)
    assert time.monotonic() - started < 3


def test_a_fault_in_reading_one_answer_leaves_the_others(
    sru: Place, z3950: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_place: Place, _isbns: list[str]) -> Answer:
        raise ZeroDivisionError

    monkeypatch.setattr(asking, "CLIENTS", {**asking.CLIENTS, "sru": fail})
    replies = {reply.key: reply.outcome for reply in ask_all([("bad", sru, isbn(1)), ("good", z3950, isbn(1))])}
    assert isinstance(replies["bad"], NotACatalogue)
    assert isinstance(replies["good"], Answer)


def test_a_huge_answer_is_not_read(place: Place, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sru, z3950):
        monkeypatch.setattr(module, "MAX_BYTES", 60_000)
    number = {"sru": 601, "z3950": 602}[place.protocol]
    notes = [field("500", f"$a{'dài ' * 1500}") for _ in range(10)]
    catalogue.add([book(number, more=notes)])
    with pytest.raises(AnswerTooLarge):
        ask(place, isbn(number))


def test_at_most_five_records_of_many_are_read(place: Place, catalogue: Catalogue) -> None:
    number = {"sru": 701, "z3950": 702}[place.protocol]
    same = field("020", f"$a{isbn(number)}")
    catalogue.add([record([field("001", f"M{number}-{n}"), same, field("245", f"$aTập {n}")]) for n in range(9)])
    answer = ask(place, isbn(number))
    assert answer.total == 9
    assert len(contents(answer)) == 5


def test_without_yaz_the_problem_says_what_to_install(z3950: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ClientMissing) as missing:
        ask(z3950, isbn(1))
    assert "yaz" in str(missing.value)


RESPONSE = b"""<zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/"><zs:numberOfRecords>%s</zs:numberOfRecords>
<zs:records><zs:record><zs:recordData>%s</zs:recordData></zs:record></zs:records></zs:searchRetrieveResponse>"""
BOMB = b"""<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;">]><b>&c;</b>"""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Xin ch\xc3\xa0o</body></html>",
        b"<searchRetrieveResponse>",
        b"\x00\xff" * 50,
        BOMB,
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x">' + RESPONSE % (b"0", b""),
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>" * 20_000,
    ],
)
def test_what_is_no_response_is_named(body: bytes, sru: Place, answering: Callable[..., int]) -> None:
    with pytest.raises(NotACatalogue):
        ask(replace(sru, port=answering(body)), isbn(1))


def test_records_are_read_however_they_are_packed() -> None:
    slim = b'<record xmlns="http://www.loc.gov/MARC21/slim"><leader/></record>'
    escaped = slim.replace(b"<", b"&lt;").replace(b">", b"&gt;")
    exchange = b'<m:record xmlns:m="info:lc/xmlns/marcxchange-v2"><m:leader/></m:record>'
    read = [sru.read_answer(RESPONSE % (b"1", packed)) for packed in (slim, escaped, exchange)]
    assert [answer.total for answer in read] == [1, 1, 1]
    assert len({answer.marcxml[0] for answer in read}) == 1
    broken = sru.read_answer(RESPONSE % ("một".encode(), b"&lt;record"))
    assert (broken.total, broken.marcxml) == (0, [])


@pytest.mark.parametrize("status, problem", [(404, TargetRefused), (403, TargetRefused), (503, TargetUnreachable)])
def test_an_error_of_http_is_named(
    status: int, problem: type[TargetProblem], sru: Place, answering: Callable[..., int]
) -> None:
    with pytest.raises(problem):
        ask(replace(sru, port=answering(b"", status=status)), isbn(1))


def test_a_redirect_leads_to_listed_hosts_only(sru: Place, answering: Callable[..., int]) -> None:
    for location in ("http://169.254.169.254/latest/", "http://localhost:1/", "file:///etc/passwd", "//[::1]/"):
        with pytest.raises(RedirectRefused):
            ask(replace(sru, port=answering(status=302, location=location)), isbn(1))
    query = f"/books?version=1.1&operation=searchRetrieve&query=bath.isbn%3D{isbn(3)}&maximumRecords=5"
    elsewhere = answering(status=301, location=f"http://localhost:{sru.port}{query}")
    listed = replace(sru, port=elsewhere, listed_hosts=frozenset({"localhost"}))
    assert ask(listed, isbn(3)).total == 1
    around = answering(status=302, location="/")
    with pytest.raises(NotACatalogue):
        ask(replace(sru, port=around), isbn(3))


def test_the_output_of_zoomsh_is_read_by_the_lengths_of_its_records() -> None:
    first, second = book(1, "Một\n1 database=books syntax=USmarc schema=unknown\n00099 lừa"), book(2)
    output = b"h:1/books: 2 hits\n0 database=books syntax=USmarc\n" + first + b"\n1 database=books\n" + second + b"\n"
    assert list(z3950.read_output(output).iso2709) == [first, second]
    assert z3950.read_output(b"h:1/books: 3 hits\n0 database=books\nkhong phai MARC").iso2709 == []
    with pytest.raises(NotACatalogue):
        z3950.read_output(b"")


def test_a_problem_has_a_sentence_in_both_languages() -> None:
    from django.utils.translation import override

    with override("en"):
        english = saved_sentence("target_slow", {"seconds": 5})
    with override("vi"):
        vietnamese = saved_sentence("target_slow", {"seconds": 5})
    assert "5" in english
    assert "5 giây" in vietnamese
    assert saved_sentence("", {}) == ""
