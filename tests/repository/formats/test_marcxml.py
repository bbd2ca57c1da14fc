"""MARCXML in and out."""

import tracemalloc
from io import BytesIO

import pytest

from repository.formats import marc, marcxml
from tests.support.marc_records import iso2709, mixed

pytestmark = pytest.mark.backend_independent

RECORD = (
    '<record><leader>     nam a22        4500</leader><controlfield tag="001">1</controlfield>'
    '<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Tắt đèn &amp; “Lều chõng”</subfield></datafield>'
    "</record>"
)
NO_CODE = RECORD.replace('code="a"', 'code=""')


def read(text):
    return list(marcxml.read(BytesIO(text.encode() if isinstance(text, str) else text)))


def fields_of(data):
    return [(one.tag, one.head, one.subfields) for one in marc.parse(data).fields()]


def test_every_field_of_a_mixed_file_comes_back():
    raws = [one.data for _between, one in mixed(400) if not one.reason]
    back = read(b"".join(marcxml.write(raws)))
    assert [one.number for one in back] == list(range(1, len(raws) + 1))
    for raw, one in zip(raws, back, strict=True):
        expected = [(tag, head or "  ", subfields) for tag, head, subfields in fields_of(raw)]
        assert fields_of(one.data) == expected
        assert marc.description_of(one.data) == marc.description_of(raw)


def test_what_xml_cannot_hold_is_left_out():
    raw = iso2709([("245", "00", [("a", "Tắt\x08 đèn\x1b")]), ("500", "  ", [("<", "&")])])
    assert fields_of(read(b"".join(marcxml.write([raw])))[0].data) == [
        ("245", "00", (("a", "Tắt đèn"),)),
        ("500", "  ", (("<", "&"),)),
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        (RECORD, ["sound"]),
        (f'<collection xmlns="{marcxml.NAMESPACE}">{RECORD}{RECORD}</collection>', ["sound", "sound"]),
        (f'<m:collection xmlns:m="{marcxml.NAMESPACE}">{RECORD}</m:collection>', ["sound"]),
        (f"<collection>{RECORD}<record><leader>x", ["sound", "xml"]),
        (f"<collection>{RECORD}</wrong>", ["sound", "xml"]),
        (f'<!DOCTYPE c [<!ENTITY a "b">]><collection>{RECORD}</collection>', ["entities"]),
        (f'<!DOCTYPE c SYSTEM "file:///etc/passwd"><collection>{RECORD}</collection>', ["entities"]),
        (f"<collection>{RECORD.replace('245', '45')}{RECORD}</collection>", ["directory", "sound"]),
        (f"<collection>{NO_CODE}{RECORD}</collection>", ["field", "sound"]),
        (f"<collection>{RECORD.replace('Tắt', 'ắ' * 20_000)}{RECORD}</collection>", ["too_long", "sound"]),
        ("<html><body/></html>", []),
        (f"<OAI><record><header/><metadata>{RECORD}</metadata></record></OAI>", ["sound"]),
        ("", ["xml"]),
        (b'<?xml version="1.0" encoding="no-such"?><collection/>', ["xml"]),
        (f"<collection>{RECORD}".encode() + b"\xff</collection>", ["sound", "xml"]),
    ],
)  # fmt: skip
def test_damage_is_named(text, expected):
    assert ["sound" if isinstance(one, marc.Raw) else one.reason for one in read(text)] == expected


class Endless:
    """A stream that begins a record and does not end it."""

    def __init__(self, size):
        self.left = [b"<collection><record><leader>", *[b"x" * 65_536] * (size // 65_536)][::-1]

    def read(self, _count):
        return self.left.pop() if self.left else b""


def test_an_endless_record_is_refused_in_bounded_memory():
    tracemalloc.start()
    found = list(marcxml.read(Endless(1 << 26)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [one.reason for one in found] == ["too_long"]
    assert peak < 30_000_000


def test_memory_does_not_grow_with_the_file():
    record = RECORD.encode()

    class File:
        parts = [b"<collection>", *[record * 20] * 250, b"</collection>"][::-1]

        def read(self, _count):
            return self.parts.pop() if self.parts else b""

    tracemalloc.start()
    count = sum(1 for _one in marcxml.read(File()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 600_000
