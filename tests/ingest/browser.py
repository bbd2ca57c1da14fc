"""A browser that sends files by the protocol of ingest/uploads/views/chunked_uploads.py, without a screen."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx
from django.test import Client

from repository.store.protocol import PART_SIZE
from repository.store.s3 import md5_of

HOME = "/so-hoa/gui/"
Said = tuple[int, dict[str, Any]]
Talk = Callable[[str, str, bytes], Said]


class Refused(Exception):
    """The site said no; `status`, and what it said."""

    def __init__(self, status: int, said: dict[str, Any]) -> None:
        super().__init__(f"{status} {said}")
        self.status = status
        self.said = said


class Bytes(Protocol):
    """What is sent: its size, and any piece of it."""

    size: int

    def piece(self, start: int, end: int) -> bytes:
        """The bytes from start to before end."""


@dataclass(frozen=True)
class Text:
    """Bytes in memory."""

    data: bytes

    @property
    def size(self) -> int:
        """How many."""
        return len(self.data)

    def piece(self, start: int, end: int) -> bytes:
        """See Bytes."""
        return self.data[start:end]


@dataclass(frozen=True)
class Browser:
    """One that is signed in. `put` sends a part to another server, and gives its status; if it is allowed to."""

    talk: Talk
    goes_straight: bool = True
    put: Callable[[str, bytes], int] = lambda address, data: (
        httpx.put(address, content=data, headers={"Content-MD5": md5_of(data)}).status_code
    )

    def ask(self, method: str, path: str, said: object = None, data: bytes = b"") -> dict[str, Any]:
        """The answer; raises Refused."""
        status, answer = self.talk(method, path, data if said is None else json.dumps(said).encode())
        if status != 200:
            raise Refused(status, answer)
        return answer

    def announce(self, *files: tuple[str, int], book: str | None = None) -> list[dict[str, Any]]:
        """What is under way of these files, by name and size."""
        told = [{"name": name, "size": size, "fingerprint": f"{size:x}"} for name, size in files]
        said = {"files": told, "one_book": book is not None, "book": book}
        answer = self.ask("POST", HOME, said)
        assert answer["part_size"] == PART_SIZE
        return answer["files"]

    def send_part(self, sending: str, number: int, data: bytes) -> None:
        """To wherever the site says."""
        path = f"{HOME}{sending}/phan/{number}/"
        address = self.goes_straight and self.ask("POST", path, {"md5": md5_of(data)})["address"]
        if not address:
            self.ask("PUT", path, data=data)
        elif (status := self.put(address, data)) != 200:
            raise Refused(status, {})

    def send_parts(self, begun: dict[str, Any], source: Bytes) -> Iterator[int]:
        """All that are missing, one by one."""
        for number in range(1, -(-source.size // PART_SIZE) + 1):
            if number not in begun["parts"]:
                self.send_part(begun["id"], number, source.piece((number - 1) * PART_SIZE, number * PART_SIZE))
                yield number

    def finish(self, sending: str) -> dict[str, Any]:
        """Where it leads."""
        return self.ask("POST", f"{HOME}{sending}/xong/")

    def send(self, name: str, data: bytes) -> dict[str, Any]:
        """One file from the beginning to its end."""
        (begun,) = self.announce((name, len(data)))
        list(self.send_parts(begun, Text(data)))
        return self.finish(begun["id"])


def of_tests(client: Client, *, goes_straight: bool = True) -> Browser:
    """Over Django's own client."""

    def talk(method: str, path: str, data: bytes) -> Said:
        answer = client.generic(method, path, data, content_type="application/json")
        return answer.status_code, answer.json()

    return Browser(talk, goes_straight)


def signed_in(url: str, username: str, password: str, language: str = "vi") -> Browser:
    """Over the line, to a site that runs; signs in by the form."""
    client = httpx.Client(base_url=url, timeout=120, headers={"Accept-Language": language, "Referer": url})
    login = client.get("/tai-khoan/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', login.text)
    assert token
    said = {"login": username, "password": password, "csrfmiddlewaretoken": token[1]}
    assert client.post("/tai-khoan/login/", data=said).status_code == 302
    prefix = "" if language == "vi" else f"/{language}"

    def talk(method: str, path: str, data: bytes) -> Said:
        headers = {"X-CSRFToken": client.cookies["csrftoken"], "Content-Type": "application/json"}
        answer = client.request(method, prefix + path, content=data, headers=headers)
        return answer.status_code, answer.json()

    return Browser(talk)


@dataclass(frozen=True)
class Generated:
    """Many bytes that are nowhere: each megabyte says which one it is."""

    size: int

    def piece(self, start: int, end: int) -> bytes:
        """See Bytes; start stands at a full megabyte."""
        end = min(end, self.size)
        made = b"".join(number.to_bytes(8, "big") * 2**17 for number in range(start >> 20, -(-end >> 20)))
        return made[: end - start]


def read_whole(path: Path) -> Text:
    """A file."""
    return Text(path.read_bytes())
