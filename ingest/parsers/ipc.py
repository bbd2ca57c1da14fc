"""Messages between a worker and its child: JSON and byte strings, never pickles, which a child could forge."""

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

PARSES, READS = b"p", b"r"  # what a child is wanted for: to parse, or to read pages by OCR, too

_HEAD = struct.Struct(">IH")
_LENGTH = struct.Struct(">Q")
_MAX_JSON = 64 * 1024**2
_MAX_BLOB = 512 * 1024**2
_MAX_BLOBS = 16


class MalformedMessage(ConnectionError):
    """What came is no message of ours."""


def send(talk: socket.socket, values: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Send one message."""
    body = json.dumps(values, ensure_ascii=False, default=str).encode("utf-8", "replace")
    talk.sendall(_HEAD.pack(len(body), len(blobs)) + b"".join(_LENGTH.pack(len(blob)) for blob in blobs) + body)
    for blob in blobs:
        talk.sendall(blob)


def receive(talk: socket.socket) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message, or None where the other side has closed; raises Garbled, TimeoutError."""
    head = _exactly(talk, _HEAD.size)
    if head is None:
        return None
    size, count = _HEAD.unpack(head)
    if size > _MAX_JSON or count > _MAX_BLOBS:
        raise MalformedMessage
    lengths = [_LENGTH.unpack(_must(talk, _LENGTH.size))[0] for _ in range(count)]
    if any(length > _MAX_BLOB for length in lengths):
        raise MalformedMessage
    try:
        values = json.loads(_must(talk, size))
    except ValueError as problem:
        raise MalformedMessage from problem
    if not isinstance(values, dict):
        raise MalformedMessage
    return values, [_must(talk, length) for length in lengths]


def _must(talk: socket.socket, size: int) -> bytes:
    data = _exactly(talk, size)
    if data is None:
        raise MalformedMessage
    return data


def _exactly(talk: socket.socket, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        piece = talk.recv(min(size - len(data), 1 << 20))
        if not piece:
            return None
        data += piece
    return bytes(data)
