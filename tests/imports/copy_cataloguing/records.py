"""MARC records of invented books for a real catalogue server."""

from collections.abc import Sequence

from stdnum.ean import calc_check_digit

US, RS, GS = b"\x1f", b"\x1e", b"\x1d"


def isbn(number: int) -> str:
    """Return a valid Vietnamese ISBN of 13 digits."""
    digits = f"978604{number:06}"
    return digits + calc_check_digit(digits)


def field(tag: str, content: str, indicators: str = "  ") -> tuple[str, bytes]:
    """Return a field; subfields as "$a…$b…", a control field without "$"."""
    if not content.startswith("$"):
        return tag, content.encode() + RS
    subfields = b"".join(US + part.encode() for part in content.split("$")[1:])
    return tag, indicators.encode() + subfields + RS


def record(fields: Sequence[tuple[str, bytes]], *, leader_9: bytes = b"a") -> bytes:
    """Return an ISO 2709 record."""
    directory, data = b"", b""
    for tag, content in fields:
        directory += f"{tag}{len(content):04}{len(data):05}".encode()
        data += content
    base = 24 + len(directory) + 1
    leader = f"{base + len(data) + 1:05}nam ".encode() + leader_9 + f"22{base:05}   4500".encode()
    return leader + directory + RS + data + GS


def book(number: int, title: str = "Dế Mèn phiêu lưu kí", *, more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """Return the record of a book with the ISBN of its number."""
    return record(
        [
            field("001", f"VN{number:06}"),
            field("020", f"$a{isbn(number)}$c45000đ"),
            field("041", "$avie", "0 "),
            field("100", "$aTô Hoài", "0 "),
            field("245", f"$a{title}$cTô Hoài", "10"),
            *more,
        ]
    )


FULL = (
    field("082", "$a895.9223", "04"),
    field("250", "$aTái bản lần thứ 50"),
    field("260", "$aH.$bKim Đồng$c2024"),
    field("300", "$a120 tr.$btranh vẽ$c24 cm"),
    field("520", "$aChuyến đi của một chú dế."),
    field("650", "$aVăn học thiếu nhi", " 7"),
)
