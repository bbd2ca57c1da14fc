"""Messages between a worker and its parser: JSON and byte strings. Never pickles, which a parser could forge.

A message is a header (size of the JSON, number of byte strings), the length of each byte string, the JSON, the strings.
"""

import json
import re
import socket
import struct
from collections.abc import Sequence
from typing import Any

from ingest.parsers.errors import MalformedMessage

WITHOUT_OCR, WITH_OCR = b"p", b"r"  # which kind of parser a worker asks for

_HEADER = struct.Struct(">IH")
_LENGTH = struct.Struct(">Q")
_MAX_JSON = 64 * 1024**2
_MAX_BLOB = 512 * 1024**2
_MAX_BLOBS = 16
_MAX_READ = 1 << 20

_NUL = "\0"  # which PostgreSQL stores in no text and no JSON
_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of a character, which no encoding writes

Message = tuple[dict[str, Any], list[bytes]]


def send(connection: socket.socket, values: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Send one message."""
    body = json.dumps(values, ensure_ascii=False, default=str).encode("utf-8", "replace")
    lengths = b"".join(_LENGTH.pack(len(blob)) for blob in blobs)
    connection.sendall(_HEADER.pack(len(body), len(blobs)) + lengths + body)
    for blob in blobs:
        connection.sendall(blob)


def receive(connection: socket.socket) -> Message | None:
    """Return the next message, or None if the other side has closed. Raises MalformedMessage, TimeoutError."""
    header = _read_or_end(connection, _HEADER.size)
    if header is None:
        return None
    size, count = _HEADER.unpack(header)
    if size > _MAX_JSON or count > _MAX_BLOBS:
        raise MalformedMessage
    lengths = [_LENGTH.unpack(_read(connection, _LENGTH.size))[0] for _ in range(count)]
    if any(length > _MAX_BLOB for length in lengths):
        raise MalformedMessage
    try:
        values = json.loads(_read(connection, size))
    except ValueError as malformed:
        raise MalformedMessage from malformed
    if not isinstance(values, dict):
        raise MalformedMessage
    return values, [_read(connection, length) for length in lengths]


def storable(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a message without the characters that no database stores, in keys and texts at any depth."""
    return {str(_storable(key)): _storable(value) for key, value in values.items()}


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() and _NUL not in value else _SURROGATES.sub("\ufffd", value.replace(_NUL, ""))
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return storable(value) if isinstance(value, dict) else value


def _read(connection: socket.socket, size: int) -> bytes:
    data = _read_or_end(connection, size)
    if data is None:
        raise MalformedMessage
    return data


def _read_or_end(connection: socket.socket, size: int) -> bytes | None:
    """Return exactly `size` bytes, or None if the connection ends before."""
    data = bytearray()
    while len(data) < size:
        chunk = connection.recv(min(size - len(data), _MAX_READ))
        if not chunk:
            return None
        data += chunk
    return bytes(data)
