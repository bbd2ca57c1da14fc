"""Stored files through real front servers: the product decides, the front server sends, and slow readers wait alone."""

import json
import os
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.deploy.front_servers import Front, data_folder, running
from tests.security.headers import ALWAYS
from tests.support import environments
from tests.support.sites import Site

pytestmark = [
    pytest.mark.system,
    pytest.mark.embedded_only,
    pytest.mark.xdist_group("front servers"),
]
ANSWER_TIMEOUT = 60.0  # seconds, on a busy machine
SLOW_READERS = 16
SIZE = 24 * 1024 * 1024  # bytes; more than all buffers between a thread and a reader hold
PUT_OBJECT = """
import hashlib, io, json, time
from repository.store import links, store
from repository.store.keys import blob_key
data = bytes(range(256)) * (SIZE // 256)
key = blob_key(hashlib.sha256(data).hexdigest())
store().put(key, io.BytesIO(data), content_type="image/jpeg")
link = links.Link(key, "image/jpeg", "trang một.jpg", True, int(time.time()) + 3600)
print("address", json.dumps([links.address(link), key]))
"""


@dataclass
class Served:
    """A site with one stored object."""

    site: Site
    folder: Path
    address: str
    key: str


@dataclass
class Stored(Served):
    """The same behind a front server."""

    front: Front


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start the web server with four threads, as behind a front server."""
    with data_folder() as folder:
        settings = {
            "OBJECT_STORE_URL": f"file://{folder}/store",
            "X_ACCEL_PREFIX": "/_kho/",
            "TRUSTED_PROXY_COUNT": "1",
        }
        environment = environments.create(tmp_path_factory.mktemp("front"))
        site = Site(environment.var_dir, {**environment.settings, **settings})
        before = os.umask(0o027)  # of the unit
        try:
            site.start("web")
            printed = site.manage("shell", "-v0", "-c", PUT_OBJECT.replace("SIZE", str(SIZE)))
            line = next(line for line in printed.splitlines() if line.startswith("address "))
            address, key = json.loads(line.removeprefix("address "))
            site.wait_for(site.answers, "the web server answers")
            yield Served(site, folder, address, key)
        finally:
            os.umask(before)
            site.stop()


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def stored(request: pytest.FixtureRequest, served: Served) -> Iterator[Stored]:
    """Start a front server before the site."""
    with running(request.param, served.site, served.folder) as front:
        yield Stored(served.site, served.folder, served.address, served.key, front)


def ask(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers with small letters, and body."""
    try:
        with urlopen(Request(url, headers=headers), timeout=ANSWER_TIMEOUT) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_a_file_is_sent_by_the_front_server_with_the_headers_of_the_product(stored: Stored) -> None:
    status, headers, body = ask(stored.front.url + stored.address)
    assert (status, len(body), body[:256]) == (200, SIZE, bytes(range(256)))
    direct = ask(stored.front.site.url + stored.address)
    assert (direct[0], direct[2]) == (200, b"")  # the product sent nothing but the name of the file
    assert direct[1]["x-accel-redirect"] == f"/_kho/{stored.key}"
    for name in ("Content-Type", "Content-Disposition", "Cache-Control", *ALWAYS):
        assert headers[name.lower()] == direct[1][name.lower()], name
    assert "x-accel-redirect" not in headers
    assert "etag" in headers


def test_ranges_are_served_and_an_unchanged_file_is_not_sent_again(stored: Stored) -> None:
    url = stored.front.url + stored.address
    status, headers, body = ask(url, Range="bytes=256-511")
    assert (status, body, headers["content-range"]) == (206, bytes(range(256)), f"bytes 256-511/{SIZE}")
    assert ask(url, **{"If-None-Match": headers["etag"]})[0] == 304


def test_nobody_asks_for_a_file_by_its_name_in_the_store(stored: Stored) -> None:
    for path in (f"/_kho/{stored.key}", f"/%5fkho/{stored.key}", f"//_kho/{stored.key}", f"/x/../_kho/{stored.key}"):
        assert ask(stored.front.url + path, **{"X-Accel-Redirect": f"/_kho/{stored.key}"})[0] == 404, path
    for path in ("/readyz", "/metrics"):
        assert ask(stored.front.url + path)[0] == 404, path


def test_slow_readers_of_files_stop_neither_readers_nor_probes(stored: Stored) -> None:
    with ExitStack() as stack:
        for _number in range(SLOW_READERS):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(ANSWER_TIMEOUT)
            client.connect(("127.0.0.1", stored.front.port))
            client.sendall(f"GET {stored.address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert client.recv(12) == b"HTTP/1.1 200"  # and from now on it reads no more
        for path in ("/healthz", "/tai-khoan/login/", "/static/theme/site.js"):
            assert ask(stored.front.url + path)[0] == 200, path


def test_the_front_server_limits_bodies_too(stored: Stored) -> None:
    megabyte = 1024 * 1024
    with socket.create_connection(("127.0.0.1", stored.front.port), ANSWER_TIMEOUT) as client:
        head = f"POST /so-hoa/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {65 * megabyte}\r\n\r\n"
        client.sendall(head.encode())
        with suppress(OSError):  # refused while it is sent
            while not select.select([client], [], [], 0)[0]:
                client.sendall(b"x" * megabyte)
        assert client.recv(12) == b"HTTP/1.1 413"
