"""A mail server in place of that of a school: accepts or refuses, and remembers what it accepted."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Answers `refuse` with this line (for example MAIL: "553 not your address"), all else with success."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, **refuse: str) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.refuse = refuse
        self.lines: list[str] = []
        self.port = int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline().decode("utf-8", "replace").rstrip("\r\n"):
            self.server.lines.append(line)
            word = line.split(" ")[0].upper()
            if refusal := self.server.refuse.get(word):
                self._say(refusal)
            elif word == "EHLO":
                self._say("250-here\r\n250 AUTH PLAIN")
            elif word == "AUTH":
                self._say("235 welcome")
            elif word == "DATA":
                self._say("354 go on")
                while (line := self.rfile.readline().decode("utf-8", "replace").rstrip("\r\n")) != ".":
                    self.server.lines.append(line)
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server(settings: Any, **refuse: str) -> Iterator[MailServer]:
    """Start a mail server and point the settings of e-mail to it."""
    with MailServer(**refuse) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "library", "secret"
        settings.DEFAULT_FROM_EMAIL = "Tủ Sách <thu-vien@truong.example>"
        try:
            yield server
        finally:
            server.shutdown()
