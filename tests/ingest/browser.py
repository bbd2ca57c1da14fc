"""A client of the upload protocol (ingest/uploads/views/chunked_uploads.py), without a screen."""

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
Answer = tuple[int, dict[str, Any]]
Transport = Callable[[str, str, bytes], Answer]


class Refused(Exception):
    """The site refused a request: HTTP status and JSON answer."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        super().__init__(f"{status} {answer}")
        self.status = status
        self.answer = answer


class Content(Protocol):
    """The content of a file: its size in bytes, and any slice of it."""

    size: int

    def slice(self, start: int, end: int) -> bytes:
        """Return the bytes from start to before end."""


@dataclass(frozen=True)
class InMemory:
    """Content in memory."""

    data: bytes

    @property
    def size(self) -> int:
        """Return the size in bytes."""
        return len(self.data)

    def slice(self, start: int, end: int) -> bytes:
        """Return the bytes from start to before end."""
        return self.data[start:end]


@dataclass(frozen=True)
class Browser:
    """A signed-in client. `direct`: it asks where to PUT each part; `put` sends one there and returns the status."""

    transport: Transport
    direct: bool = True
    put: Callable[[str, bytes], int] = lambda address, data: (
        httpx.put(address, content=data, headers={"Content-MD5": md5_of(data)}).status_code
    )

    def request(self, method: str, path: str, body: object = None, data: bytes = b"") -> dict[str, Any]:
        """Send `body` as JSON, or `data`, and return the answer. Raises Refused."""
        status, answer = self.transport(method, path, data if body is None else json.dumps(body).encode())
        if status != 200:
            raise Refused(status, answer)
        return answer

    def start(self, *files: tuple[str, int], book: str | None = None) -> list[dict[str, Any]]:
        """Start files by name and size; return what the site knows of each."""
        announced = [{"name": name, "size": size, "fingerprint": f"{size:x}"} for name, size in files]
        answer = self.request("POST", HOME, {"files": announced, "one_book": book is not None, "book": book})
        assert answer["part_size"] == PART_SIZE
        return answer["files"]

    def send_part(self, file: str, number: int, data: bytes) -> None:
        """Send a part of the file with this id to the URL that the site names. Raises Refused."""
        path = f"{HOME}{file}/phan/{number}/"
        address = self.direct and self.request("POST", path, {"md5": md5_of(data)})["address"]
        if not address:
            self.request("PUT", path, data=data)
        elif (status := self.put(address, data)) != 200:
            raise Refused(status, {})

    def send_parts(self, started: dict[str, Any], content: Content) -> Iterator[int]:
        """Send the missing parts of a started file; yield the number of each."""
        for number in range(1, -(-content.size // PART_SIZE) + 1):
            if number not in started["parts"]:
                self.send_part(started["id"], number, content.slice((number - 1) * PART_SIZE, number * PART_SIZE))
                yield number

    def finish(self, file: str) -> dict[str, Any]:
        """Finish the file with this id; return the answer, `next` being the address of the upload."""
        return self.request("POST", f"{HOME}{file}/xong/")

    def abort(self, file: str) -> None:
        """Abort the file with this id."""
        self.request("POST", f"{HOME}{file}/bo/")

    def send(self, name: str, data: bytes) -> dict[str, Any]:
        """Send one whole file."""
        (started,) = self.start((name, len(data)))
        list(self.send_parts(started, InMemory(data)))
        return self.finish(started["id"])


def of_tests(client: Client, *, direct: bool = True) -> Browser:
    """Return a browser that uses Django's test client."""

    def transport(method: str, path: str, data: bytes) -> Answer:
        answer = client.generic(method, path, data, content_type="application/json")
        return answer.status_code, answer.json()

    return Browser(transport, direct)


def signed_in(url: str, username: str, password: str, language: str = "vi") -> Browser:
    """Return a browser that is signed in at a running site."""
    client = httpx.Client(base_url=url, timeout=120, headers={"Accept-Language": language, "Referer": url})
    login = client.get("/tai-khoan/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', login.text)
    assert token
    form = {"login": username, "password": password, "csrfmiddlewaretoken": token[1]}
    assert client.post("/tai-khoan/login/", data=form).status_code == 302
    prefix = "" if language == "vi" else f"/{language}"

    def transport(method: str, path: str, data: bytes) -> Answer:
        headers = {"X-CSRFToken": client.cookies["csrftoken"], "Content-Type": "application/json"}
        answer = client.request(method, prefix + path, content=data, headers=headers)
        return answer.status_code, answer.json()

    return Browser(transport)


@dataclass(frozen=True)
class Generated:
    """Generated content: each megabyte repeats its own number."""

    size: int

    def slice(self, start: int, end: int) -> bytes:
        """Return the bytes from start, a full megabyte, to before end."""
        end = min(end, self.size)
        data = b"".join(number.to_bytes(8, "big") * 2**17 for number in range(start >> 20, -(-end >> 20)))
        return data[: end - start]


def read_whole(path: Path) -> InMemory:
    """Return the content of a file."""
    return InMemory(path.read_bytes())
