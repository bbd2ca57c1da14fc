"""Recordings that libmagic does not recognise, by the marks that their formats have at fixed places.

libmagic 5.44 takes an MPEG transport stream, which cameras write (.mts, .m2ts, .ts), for data unless its first packet
has one certain form, and knows only some brands of MP4.
"""

TRANSPORT_STREAM, MP4 = "video/mp2t", "video/mp4"
_SYNC = 0x47  # begins each packet of a transport stream (ISO/IEC 13818-1, 2.4.3.2)
_PACKETS = ((188, 0), (192, 4), (204, 0))  # length of a packet and place of its mark: plain, cameras, with parity
_LOOKED_AT = 64  # packets at most
_ENOUGH = 5  # packets; as many marks at equal distances are no accident


def recording_type(head: bytes) -> str:
    """Return the MIME type of a recording by its first bytes; empty if they have no mark of one."""
    if any(_has_packets(head, length, place) for length, place in _PACKETS):
        return TRANSPORT_STREAM
    return MP4 if head[4:8] == b"ftyp" else ""


def _has_packets(head: bytes, length: int, place: int) -> bool:
    marks = head[place : length * _LOOKED_AT : length]
    return len(marks) >= _ENOUGH and marks == bytes([_SYNC]) * len(marks)
