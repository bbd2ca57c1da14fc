"""A real catalogue server with a few books, and servers that answer wrongly."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from imports.copy_cataloguing.clients.question import Place
from tests.imports.copy_cataloguing.records import FULL, book
from tests.support import zebra
from tests.support.zebra import Catalogue


@pytest.fixture(scope="session")
def catalogue() -> Iterator[Catalogue]:
    """Start Zebra with forty books, 1 to 40; the records of 1 to 20 are full."""
    for server in zebra.catalogue():
        server.add([book(n, f"Dế Mèn phiêu lưu kí, tập {n}", more=FULL if n <= 20 else ()) for n in range(1, 41)])
        yield server


@pytest.fixture
def sru(catalogue: Catalogue) -> Place:
    """Return the server as a target of SRU."""
    return Place(protocol="sru", host="127.0.0.1", port=catalogue.port, database="books")


@pytest.fixture
def z3950(catalogue: Catalogue) -> Place:
    """Return the server as a target of Z39.50."""
    return Place(protocol="z3950", host="127.0.0.1", port=catalogue.port, database="books")


@pytest.fixture
def closed_port() -> int:
    """Return a port of loopback on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Return a port that accepts connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield int(listener.getsockname()[1])


@pytest.fixture
def trickling_port() -> Iterator[int]:
    """Return a port that begins an answer of HTTP and goes on with one blank every tenth of a second, without end."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
            while not ended.wait(0.1):
                try:
                    self.request.sendall(answer)
                except OSError:  # the client has waited long enough
                    return
                answer = b" "

    ended = threading.Event()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield int(server.server_address[1])
        ended.set()
        server.shutdown()


@pytest.fixture
def answering() -> Iterator[Callable[..., int]]:
    """Return a function that starts an HTTP server with one answer, and returns its port."""
    started: list[ThreadingHTTPServer] = []

    def start(body: bytes = b"", *, status: int = 200, location: str = "") -> int:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:  # the client has read enough
                    return

            def log_message(self, *_args: Any) -> None:
                """Print nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        started.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return int(server.server_address[1])

    yield start
    for server in started:
        server.shutdown()
        server.server_close()
