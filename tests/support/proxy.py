"""A proxy before a real server, with faults on request: it refuses, stalls, cuts, slows, or answers itself.

    with Proxy(servers.address("SEARCH_URL")) as proxy:
        settings.SEARCH_URL = proxy.url     # the same address, at the proxy's port
        proxy.refuse()                      # no process listens
        proxy.stall()                       # connections are taken and never answered
        proxy.cut(after=1000)               # each connection ends after so many bytes of the answer
        proxy.cut(after=1000, of="request") # ... or of what the client sends
        proxy.slow(0.2)                     # so many seconds before each 4 KB of an answer
        proxy.answer(503)                   # HTTP: this status to every request, without the server
        proxy.refuse_items(429, chosen)     # Elasticsearch: these items of a bulk request fail
        proxy.pass_on()                     # no fault

The plain faults work for any protocol over TCP (PostgreSQL, Redis, S3, Elasticsearch). Every change of behaviour ends
the open connections. `proxy.connections` and `proxy.requests` count what came since the last change; requests are
counted only by `answer` and `refuse_items`, which read HTTP. Nothing here touches the server behind it.
"""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from typing import Any, Literal, Self
from urllib.parse import urlsplit

CHUNK = 4096
Serve = Callable[[socket.socket], None]
Chosen = Callable[[str], bool]


class Proxy:
    """Listens on its own loopback port; forwards everything until a test sets a fault."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._open: set[socket.socket] = set()
        self._lock = threading.RLock()
        self._listener: socket.socket | None = None
        self._serve: Serve = self._relay()
        self.connections = self.requests = 0
        self.port = 0
        self._listen()
        login = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
        self.url = parts._replace(netloc=f"{login}127.0.0.1:{self.port}").geturl()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the fault

    def pass_on(self) -> None:
        """Forward bytes in both directions."""
        self._behave(self._relay())

    def refuse(self) -> None:
        """Close the port: a client's connection is refused at once."""
        with self._lock:
            self._behave(self._relay())
            self._stop_listening()

    def stall(self) -> None:
        """Accept every connection and all bytes sent, and never answer."""
        self._behave(_swallow)

    def cut(self, *, after: int, of: Literal["answer", "request"] = "answer") -> None:
        """End each connection after so many bytes of one direction."""
        self._behave(self._relay(**{of: after}))

    def slow(self, seconds: float) -> None:
        """Wait before each piece of an answer."""
        self._behave(self._relay(pause=seconds))

    def answer(self, status: int, body: bytes = b"{}", *, content_type: str = "application/json") -> None:
        """Give the same answer to every HTTP request."""
        self._behave(self._speak(lambda _request: Reply(status, body, content_type)))

    def refuse_items(self, status: int, chosen: Chosen, *, reason: str = "refused_by_the_test") -> None:
        """Withhold the chosen items (by _id) of each Elasticsearch bulk request; they end with this status."""
        self._behave(self._speak(lambda request: self._bulk(request, status, chosen, reason)))

    def close(self) -> None:
        """Stop listening."""
        with self._lock:
            self._stop_listening()
            self._end_connections()

    # --- listening

    def _behave(self, serve: Serve) -> None:
        with self._lock:
            self._serve, self.connections, self.requests = serve, 0, 0
            self._end_connections()
            if self._listener is None:
                self._listen()

    def _listen(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _stop_listening(self) -> None:
        if self._listener is not None:
            _end(self._listener)  # wakes the thread that waits in accept
            self._listener = None

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                if listener is not self._listener:
                    _end(client)
                    return
                self._open.add(client)
                self.connections += 1
                serve = self._serve
            threading.Thread(target=self._served, args=(serve, client), daemon=True).start()

    def _served(self, serve: Serve, client: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            serve(client)
        self._forget(client)

    def _end_connections(self) -> None:
        for connection in list(self._open):
            self._forget(connection)

    def _forget(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)
        _end(connection)

    def _reach(self) -> socket.socket:
        server = socket.create_connection(self._target)
        with self._lock:
            self._open.add(server)
        return server

    # --- plain TCP

    def _relay(self, *, answer: int | None = None, request: int | None = None, pause: float = 0) -> Serve:
        def serve(client: socket.socket) -> None:
            server = self._reach()
            back = threading.Thread(target=self._pump, args=(server, client, answer, pause), daemon=True)
            back.start()
            self._pump(client, server, request, 0)
            back.join()

        return serve

    def _pump(self, source: socket.socket, sink: socket.socket, most: int | None, pause: float) -> None:
        """Forward until one side ends, or `most` bytes have passed; then end both."""
        left = most
        with contextlib.suppress(OSError):
            while piece := source.recv(CHUNK if left is None else min(CHUNK, left) or 1):
                if left == 0:
                    break
                time.sleep(pause)
                sink.sendall(piece)
                left = None if left is None else left - len(piece)
                if left == 0:
                    break
        self._forget(source)
        self._forget(sink)

    # --- HTTP

    def _speak(self, reply: Callable[["Request"], "Reply"]) -> Serve:
        def counted(request: Request) -> Reply:
            with self._lock:
                self.requests += 1
            return reply(request)

        return lambda client: _Speaker.speak(client, counted)

    def _pass(self, request: "Request") -> "Reply":
        connection = HTTPConnection(*self._target)
        try:
            connection.request(request.method, request.path, request.body, request.headers)
            got = connection.getresponse()
            passed = {name: value for name, value in got.getheaders() if name.lower() not in HOP}
            return Reply(got.status, got.read(), got.getheader("content-type", ""), passed)
        finally:
            connection.close()

    def _bulk(self, request: "Request", status: int, chosen: Chosen, reason: str) -> "Reply":
        if "/_bulk" not in request.path.partition("?")[0]:
            return self._pass(request)
        items = list(_items(request.body))
        passed = [lines for name, lines in items if not chosen(name)]
        reply, done = Reply(200, b"", "application/vnd.elasticsearch+json;compatible-with=8"), []
        if passed:
            reply = self._pass(request.with_body(b"".join(passed)))
            done = json.loads(reply.body)["items"]
        result = iter(done)
        refused = {"status": status, "error": {"type": reason, "reason": reason}}
        answers = [_refusal(lines, refused) if chosen(name) else next(result) for name, lines in items]
        body = json.dumps({"took": 1, "errors": True, "items": answers}).encode()
        return Reply(200, body, reply.content_type, {"X-elastic-product": "Elasticsearch"} | reply.headers)


HOP = {"connection", "content-length", "transfer-encoding", "content-type"}


@dataclass(frozen=True)
class Request:
    """An HTTP request as received."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def with_body(self, body: bytes) -> "Request":
        """Return the request with another body."""
        return Request(self.method, self.path, {**self.headers, "Content-Length": str(len(body))}, body)


@dataclass(frozen=True)
class Reply:
    """The response to the client."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


class _Speaker(BaseHTTPRequestHandler):
    """Reads HTTP from a connection that is already open."""

    protocol_version = "HTTP/1.1"
    reply: Callable[[Request], Reply]

    @classmethod
    def speak(cls, client: socket.socket, reply: Callable[[Request], Reply]) -> None:
        """Answer requests until the client closes the connection."""
        speaker = type("Speaker", (cls,), {"reply": staticmethod(reply)})
        speaker(client, client.getpeername(), None)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._do
        raise AttributeError(name)

    def _do(self) -> None:
        body = b"".join(self._chunks()) if "chunked" in self.headers.get("Transfer-Encoding", "") else self._whole()
        headers = {name: value for name, value in self.headers.items() if name.lower() != "transfer-encoding"}
        reply = self.reply(Request(self.command, self.path, {**headers, "Content-Length": str(len(body))}, body))
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _whole(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def log_message(self, *_: Any, **__: Any) -> None:
        """Log nothing."""


def _items(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the items of a bulk: the _id, and its lines as received."""
    lines = iter(body.splitlines(keepends=True))
    for line in lines:
        if line.strip():
            ((action, result),) = json.loads(line).items()
            yield str(result["_id"]), line if action == "delete" else line + next(lines)


def _refusal(lines: bytes, refused: dict[str, Any]) -> dict[str, Any]:
    ((action, result),) = json.loads(lines.splitlines()[0]).items()
    return {action: {"_index": result.get("_index", ""), "_id": result["_id"], **refused}}


def _swallow(client: socket.socket) -> None:
    while client.recv(CHUNK):
        pass


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
