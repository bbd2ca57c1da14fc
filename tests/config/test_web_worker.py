"""The web server as a process: slow, large and malformed requests hold no thread, and probes answer meanwhile."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from config import body_limits, incoming_request
from config.incoming_request import IncomingRequest, Refused
from config.web_worker import answer
from repository.store.protocol import PART_SIZE
from tests.support import environments
from tests.support.sites import Site

pytestmark = [pytest.mark.backend_independent, pytest.mark.xdist_group("web worker")]
ANSWER_TIMEOUT = 60.0  # seconds, on a busy machine
SLOW_SENDERS, SLOW_READERS = 24, 16
SIZE = 16 * 1024 * 1024  # bytes; more than all buffers between a thread and a reader hold
PUT_OBJECT = f"""
import hashlib, io, time
from repository.store import links, store
from repository.store.keys import blob_key
data = bytes(range(256)) * ({SIZE} // 256)
key = blob_key(hashlib.sha256(data).hexdigest())
store().put(key, io.BytesIO(data), content_type="image/jpeg")
print(links.address(links.Link(key, "image/jpeg", "a.jpg", True, int(time.time()) + 3600)))
"""
SIGN_IN = "/tai-khoan/login/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start the web server alone, with one process of four threads."""
    environment = environments.create(tmp_path_factory.mktemp("web"))
    served = Site(environment.var_dir, environment.settings)
    try:
        served.start("web")
        served.wait_for(served.answers, "the web server answers")
        yield served
    finally:
        served.stop()
        environments.delete(environment.settings)


def send(site: Site, data: bytes) -> socket.socket:
    """Send bytes on a connection of their own."""
    client = socket.create_connection(("127.0.0.1", site.port), ANSWER_TIMEOUT)
    client.sendall(data)
    return client


def status_of(site: Site, data: bytes) -> int:
    """Return the status of the answer to these bytes."""
    with send(site, data) as client:
        got = http.client.HTTPResponse(client)
        got.begin()
        return got.status


def head(path: str, *lines: str, method: str = "POST") -> bytes:
    """Return the head of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def got(url: str) -> int:
    """Return the status of an answer that arrives in time."""
    try:
        with urlopen(url, timeout=ANSWER_TIMEOUT) as answered:
            return int(answered.status)
    except HTTPError as error:
        return error.code


@pytest.mark.system
def test_slow_senders_stop_neither_readers_nor_probes(site: Site) -> None:
    starts = (b"", b"POST /tai-khoan/login/ HTTP/1.1\r\nHost: loc", head(SIGN_IN, "Content-Length: 1000") + b"login=co")
    with ExitStack() as stack:
        for start in starts:
            for _number in range(SLOW_SENDERS):
                stack.enter_context(send(site, start))
        answers = {path: got(site.url + path) for path in ("/healthz", "/readyz", SIGN_IN, "/static/theme/site.js")}
    assert set(answers.values()) == {200}


@pytest.mark.system
def test_slow_readers_stop_neither_readers_nor_probes(site: Site) -> None:
    """Each asks for more than all buffers hold, half of them for a part, which a view reads; and takes nothing."""
    printed = site.manage("shell", "-v0", "-c", PUT_OBJECT)
    address = next(line for line in printed.splitlines() if line.startswith("/kho/"))
    with ExitStack() as stack:
        clients = []
        for number in range(SLOW_READERS):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(ANSWER_TIMEOUT)
            client.connect(("127.0.0.1", site.port))
            part = [f"Range: bytes=0-{SIZE - 2}"] if number % 2 else []  # a part is read and sent by the product
            client.sendall(head(address, *part, "Connection: close", method="GET"))
            assert client.recv(11) == b"HTTP/1.1 20"
            clients.append(client)
        assert {path: got(site.url + path) for path in ("/healthz", SIGN_IN)} == {"/healthz": 200, SIGN_IN: 200}
        for client, rest in ((clients[0], SIZE), (clients[1], SIZE - 1)):
            received = b"".join(iter(lambda: client.recv(1024 * 1024), b""))  # noqa: B023
            body = received.partition(b"\r\n\r\n")[2]
            assert (len(body), body[:256], body[256:512]) == (rest, bytes(range(256)), bytes(range(256)))


@pytest.mark.system
def test_bodies_are_limited_before_they_arrive(site: Site) -> None:
    asked = {
        413: [
            head(SIGN_IN, f"Content-Length: {body_limits.FORM + 1}"),
            head("/en/so-hoa/", f"Content-Length: {body_limits.FILES + 1}"),
            head("/khong-co/", "Content-Length: 999999999999999999"),
        ],
        411: [head(SIGN_IN, "Transfer-Encoding: chunked"), head("/so-hoa/", "transfer-encoding:chunked")],
        431: [b"GET / HTTP/1.1\r\nX: " + b"y" * (incoming_request.HEAD_BYTES + 10)],
        400: [head(SIGN_IN, "Content-Length: -1"), b"\r\n\r\n", b"GET /\r\n\r\n"],
    }
    got = {data[:60]: (status, status_of(site, data)) for status, all_of in asked.items() for data in all_of}
    assert {data: both for data, both in got.items() if both[0] != both[1]} == {}


@pytest.mark.system
def test_a_large_body_within_its_limit_reaches_the_view(site: Site) -> None:
    body = b"x" * (5 * 1024 * 1024)
    assert status_of(site, head("/so-hoa/", f"Content-Length: {len(body)}") + body) == 403  # no CSRF token
    assert status_of(site, head(SIGN_IN, f"Content-Length: {len(body)}")) == 413


@pytest.mark.system
def test_requests_of_one_connection_are_answered_one_after_the_other(site: Site) -> None:
    ask = head("/healthz", method="GET")
    with send(site, ask + ask + head("/healthz", "Connection: close", method="GET")) as client:
        received = b""
        while chunk := client.recv(65536):
            received += chunk
    assert received.count(b"HTTP/1.1 200 OK") == received.count(b'{"alive": true}') == 3
    with send(site, head(SIGN_IN, "Content-Length: 3", "Expect: 100-continue")) as client:
        assert client.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"a=b")
        assert client.recv(1000).startswith(b"HTTP/1.1 403")


@pytest.mark.system
def test_no_header_moves_the_site(site: Site) -> None:
    """What an outsider sent to pass the gate of the desk, which compared the text of the path."""
    for name in ("SCRIPT_NAME", "Script-Name", "X-Script-Name"):
        asked = head("/%41/quan-tri/reports/site-history/", f"{name}: /%41", "Connection: close", method="GET")
        assert status_of(site, asked) == 404, name
    assert status_of(site, head("/quan-tri/", "SCRIPT_NAME: /%41", "PATH_INFO: /", method="GET")) == 302


@pytest.mark.system
@pytest.mark.slow
def test_a_late_request_is_refused(site: Site) -> None:
    with send(site, b"POST /tai-khoan/login/ HTTP/1.1\r\nHost: loc") as half, send(site, b"") as silent:
        assert half.recv(1000).startswith(b"HTTP/1.1 408")
        assert silent.recv(1000) == b""


def incoming(tmp_path: Path, limit: int = 100) -> IncomingRequest:
    """Return a request of which nothing has arrived."""
    return IncomingRequest(lambda _path: limit, str(tmp_path))


def test_a_request_ends_where_its_length_says_however_it_is_cut(tmp_path: Path) -> None:
    sent = head("/a?b", "Content-Length: 5") + b"hello" + b"GET /next"
    whole = len(sent) - len(b"GET /next")
    for cut in range(1, len(sent)):
        request = incoming(tmp_path)
        assert request.feed(sent[:cut]) == (cut >= whole)
        assert cut >= whole or request.feed(sent[cut:])
        assert (request.take().read(), request.path, request.size) == (sent[:whole], "/a", 5)
        assert request.early == (sent[whole:cut] if cut >= whole else b"GET /next")
        request.close()


def test_a_request_has_until_its_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(incoming_request.time, "monotonic", lambda: now[0])
    request = IncomingRequest(lambda _path: 10**9, str(tmp_path), started=now[0])
    now[0] += 10
    request.feed(b"POST / HTTP/1.1\r\n")
    assert request.expires == 1000 + incoming_request.HEAD_SECONDS  # a byte now and then moves nothing
    request.feed(b"Content-Length: 8192000\r\n\r\n")
    assert request.expires == now[0] + incoming_request.STALLED_SECONDS
    for _step in range(100):
        now[0] += 20
        request.feed(b"x")
    assert request.expires == 1000 + incoming_request.BODY_SECONDS + 1000


def test_limits_are_those_of_the_view_that_answers(tmp_path: Path) -> None:
    assert body_limits.limit_of("/so-hoa/") == body_limits.limit_of("/en/so-hoa/") == body_limits.FILES
    assert body_limits.limit_of("/s%6f-hoa/") == body_limits.FILES
    part = "/so-hoa/gui/00000000-0000-4000-8000-000000000000/phan/1/"
    assert body_limits.limit_of(part) > PART_SIZE
    for path in (SIGN_IN, "/quan-tri/", "/khong-co/", "", "*", "//so-hoa/"):
        assert body_limits.limit_of(path) == body_limits.FORM, path
    with pytest.raises(Refused, match="413"):
        incoming(tmp_path).feed(head("/", "Content-Length: 101"))


@pytest.mark.parametrize("status", ["408 Request Timeout", "413 Content Too Large", "503 x", "507 x", "431 x"])
def test_a_refusal_is_whole_and_in_both_languages(status: str) -> None:
    top, _, body = answer(status).partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in top
    assert len(body.decode().splitlines()) == 2
