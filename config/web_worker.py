"""The worker of gunicorn: neither a request that arrives slowly nor an answer that is read slowly holds a thread.

gunicorn's own threaded worker reads bodies in the thread that answers, so that a few slow senders hold all threads.
Other workers that were looked at: docs/decisions/021-requests-are-received-before-a-thread.md.
"""

import resource
import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from gunicorn.http.unreader import Unreader
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from config.answer_socket import AnswerSocket
from config.incoming_request import IncomingRequest, Refused

OPEN_FILES = 8192  # of one process: its connections, and what they spool
READ_BYTES = 256 * 1024  # at once
MAX_RECEIVING = 800  # requests under way; the oldest gives way to a new one
MAX_SPOOLED = 4 * 1024**3  # bytes of announced bodies under way
LINGER_SECONDS = 2.0  # for a client to read the answer of a connection that is closed
SEND_SECONDS = 30.0  # without progress, after which a thread gives up an answer
PROBE_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class ReceivedBytes(Unreader):
    """The bytes of a request that has been received; after them the parser finds the end of the stream."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self.file = file

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next bytes."""
        return self.file.read(max(size_hint or 0, 8192))


class Discarded:
    """What still arrives on a connection that is being closed: it is read and forgotten."""

    is_empty = True
    size = 0

    def __init__(self) -> None:
        self.expires = time.monotonic() + LINGER_SECONDS
        self.expects_continue = False

    def feed(self, data: bytes) -> bool:
        """Forget the bytes."""
        return False

    def close(self) -> None:
        """Do nothing: there is no file."""


class WebWorker(ThreadWorker):
    """A threaded worker whose main loop receives requests; probes have a thread of their own."""

    def init_process(self) -> None:
        """Prepare what each process needs, then run."""
        from django.conf import settings

        self.receiving: dict[Any, IncomingRequest | Discarded] = {}
        self.sending: dict[Any, float] = {}  # connections with a slow reader; the time at which they are given up
        self.probe_pool = ThreadPoolExecutor(max_workers=1)
        self.spool = str(settings.FILE_UPLOAD_TEMP_DIR)
        self.next_look = 0.0
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, OPEN_FILES), most))
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Receive the first request of a new connection."""
        try:
            client, address = listener.accept()
        except OSError:  # another process was quicker, the client is gone, or there are too many open files
            return
        self.nr_conns += 1
        if len(self.receiving) >= MAX_RECEIVING:
            self._give_way(next(iter(self.receiving)))
        client = AnswerSocket(client.detach(), self.spool)
        self._receive(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """Receive the next request of a connection."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._receive(conn)

    def enqueue_req(self, conn: Any) -> None:
        """Answer a complete request in a thread; a probe never waits for readers."""
        pool = self.probe_pool if conn.is_probe else self.tpool
        pool.submit(self.handle, conn).add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Answer; give up when the reader takes no byte for SEND_SECONDS."""
        conn.sock.settimeout(SEND_SECONDS)
        req._expected_100_continue = False  # it has been answered
        try:
            return bool(super().handle_request(req, conn))
        except TimeoutError:
            self.log.debug("A reader took no byte for %s seconds.", SEND_SECONDS)
            return False
        finally:
            with suppress(OSError):  # closed
                conn.sock.settimeout(None)

    def finish_request(self, conn: Any, done: "Future[bool]") -> None:
        """Wait for the next request, or close the connection without making others wait for it."""
        conn.parser.unreader.file.close()
        conn.is_over = done.cancelled() or done.exception() is not None or not done.result()
        if conn.sock.fileno() >= 0 and conn.sock.pending:
            conn.sock.setblocking(False)
            self.sending[conn] = time.monotonic() + SEND_SECONDS
            self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._on_reader, conn))
        else:
            self._after_answer(conn)

    def _on_reader(self, conn: Any, client: Any) -> None:
        """Send more of an answer to a slow reader."""
        try:
            is_sent = conn.sock.send_pending()
        except OSError:  # the reader is gone
            is_sent, conn.is_over = True, True
        if is_sent:
            del self.sending[conn]
            self.poller.unregister(conn.sock)
            self._after_answer(conn)
        else:
            self.sending[conn] = time.monotonic() + SEND_SECONDS

    def _after_answer(self, conn: Any) -> None:
        if conn.is_over:
            self._linger(conn)
            return
        conn.sock.setblocking(False)
        if conn.early:
            self._receive(conn, conn.early)
            return
        conn.set_timeout()
        if not self.alive:
            conn.timeout = min(conn.timeout, time.monotonic() + STOP_KEEPALIVE_LINGER)
        self.keepalived_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_client_socket_readable, conn))

    def murder_pending(self) -> None:
        """Refuse requests that are late; gunicorn calls this after each event."""
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + 1
        for conn, incoming in list(self.receiving.items()):
            if incoming.is_empty and (incoming.expires <= now or not self.alive):
                self._drop(conn)
            elif incoming.expires <= now:
                self._refuse(conn, "408 Request Timeout")
        for conn in [conn for conn, until in self.sending.items() if until <= now]:
            del self.sending[conn]
            self.poller.unregister(conn.sock)
            self.nr_conns -= 1
            conn.close()

    def _give_way(self, conn: Any) -> None:
        if isinstance(self.receiving[conn], Discarded):
            self._drop(conn)
        else:
            self._refuse(conn, "503 Service Unavailable")

    def _receive(self, conn: Any, early: bytes = b"") -> None:
        from config.body_limits import limit_of

        self.receiving[conn] = IncomingRequest(limit_of, self.spool)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_bytes, conn))
        if early:
            self._feed(conn, early)
        else:
            self._on_bytes(conn, conn.sock)  # mostly they are here already

    def _on_bytes(self, conn: Any, client: Any) -> None:
        try:
            data = conn.sock.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if data:
            self._feed(conn, data)
        else:
            self._drop(conn)

    def _feed(self, conn: Any, data: bytes) -> None:
        incoming, was_complete = self.receiving[conn], False
        was_announced = incoming.size is not None
        try:
            was_complete = incoming.feed(data)
            if not was_announced and incoming.size and self._announced() > MAX_SPOOLED:
                raise Refused("503 Service Unavailable")
            if incoming.expects_continue:
                incoming.expects_continue = False
                conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        except Refused as refused:
            self._refuse(conn, refused.status)
        except OSError:  # no space for the body, or the client is gone
            self._refuse(conn, "507 Insufficient Storage")
        else:
            if was_complete and isinstance(incoming, IncomingRequest):
                self._forget(conn)
                self._hand_over(conn, incoming)

    def _announced(self) -> int:
        return sum(incoming.size or 0 for incoming in self.receiving.values())

    def _hand_over(self, conn: Any, incoming: IncomingRequest) -> None:
        conn.data_ready = True
        conn.init()
        conn.parser.unreader = ReceivedBytes(incoming.take())
        conn.early = incoming.early
        conn.is_probe = incoming.path in PROBE_PATHS
        self.enqueue_req(conn)

    def _refuse(self, conn: Any, status: str) -> None:
        """Answer without a thread, and close the connection."""
        with suppress(OSError):
            conn.sock.send(answer(status))
        self._forget(conn).close()
        self._linger(conn)

    def _linger(self, conn: Any) -> None:
        """Close the connection after the client has read the answer (RFC 9112, section 9.6)."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_bytes, conn))
        except (OSError, ValueError):  # the client is gone
            self.nr_conns -= 1
            conn.close()
        else:
            self.receiving[conn] = Discarded()

    def _drop(self, conn: Any) -> None:
        self._forget(conn).close()
        self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: Any) -> IncomingRequest | Discarded:
        self.poller.unregister(conn.sock)
        return self.receiving.pop(conn)


def answer(status: str) -> bytes:
    """Return a whole answer with a sentence in both languages."""
    sentences = {
        "408": lambda: _("The request took too long to arrive. Check the connection and try again."),
        "413": lambda: _("The request is too large. Send large files in parts, with the upload screen."),
        "503": lambda: _("The library is busy. Try again in a minute."),
        "507": lambda: _("The library has no space for this at the moment. Try again later."),
    }
    lines = []
    for language in ("vi", "en"):
        with override(language):
            lines.append(sentences[status[:3]]() if status[:3] in sentences else status)
    body = "\n".join(lines).encode()
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
