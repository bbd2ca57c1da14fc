"""Files of MARC records: sound ones with their bytes, damaged ones with the reason, in bounded memory."""

import subprocess
import tracemalloc
import unicodedata
from io import BytesIO
from time import process_time

import pymarc
import pytest
from defusedxml import ElementTree

from repository.formats import marc
from tests.support.marc_records import DAMAGES, VIETNAMESE, iso2709, marc8, mixed

pytestmark = pytest.mark.backend_independent
MARCXML = "{http://www.loc.gov/MARC21/slim}"


@pytest.fixture(scope="module")
def file_of_5000():
    """Return what was made, and the file."""
    made = list(mixed(5_000))
    return [one for _between, one in made], b"".join(between + one.data for between, one in made)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def fields_of(data: bytes):
    """Return the fields as the generator names them."""
    return [(one.tag, one.head, list(one.subfields)) for one in marc.parse(data).fields()]


def test_each_record_of_a_mixed_file_comes_out_as_it_is_or_with_its_damage(file_of_5000):
    made, file = file_of_5000
    found = list(marc.read_file(BytesIO(file)))
    assert [one.number for one in found] == list(range(1, 5_001))
    for expected, one in zip(made, found, strict=True):
        assert file[one.offset :].startswith(expected.data[:20])
        if expected.reason:
            assert isinstance(one, marc.Broken)
            assert one.reason == expected.reason
            assert one.excerpt.isprintable()
        else:
            assert one.data == expected.data
            assert fields_of(one.data) == expected.fields
    assert {one.reason for one in made if one.reason} == {reason for _damage, reason in DAMAGES.values()}


def test_yaz_reads_every_field_of_the_export_as_it_came(file_of_5000, tmp_path):
    made, file = file_of_5000
    raws = [one for one in marc.read_file(BytesIO(file)) if isinstance(one, marc.Raw)]
    expected = [one for one in made if not one.reason]
    for charset in ("utf-8", "marc-8"):
        chosen = [pair for pair in zip(raws, expected, strict=True) if pair[1].charset == charset]
        path = tmp_path / f"{charset}.mrc"
        path.write_bytes(b"".join(raw.data for raw, _expected in chosen))
        records = read_by_yaz(path, charset)
        assert len(records) == len(chosen) > 1_000
        for record, (_raw, one) in zip(records, chosen, strict=True):
            assert record == [(tag, *_shown(tag, head, subfields)) for tag, head, subfields in one.fields]


def _shown(tag, head, subfields):
    """Return a field as yaz shows it: it takes the indicators from the subfields of a field that has none."""
    if tag.startswith("00"):
        return nfc(head), []
    return (head, [(code, nfc(value)) for code, value in subfields]) if head else (None, None)


def read_by_yaz(path, charset):
    """Return the fields that yaz-marcdump reads, in NFC."""
    command = ["yaz-marcdump", "-i", "marc", "-o", "marcxml", "-f", charset, "-t", "utf-8", path]
    answer = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    return [
        [_field(one) for one in record if one.tag != f"{MARCXML}leader"] for record in ElementTree.fromstring(answer)
    ]


def _field(one):
    tag = one.attrib["tag"]
    if tag == "927":
        return tag, None, None
    if one.tag == f"{MARCXML}controlfield":
        return tag, nfc(one.text or ""), []
    subfields = [(sub.attrib["code"], nfc(sub.text or "")) for sub in one]
    return tag, one.attrib["ind1"] + one.attrib["ind2"], subfields


def test_vietnamese_comes_and_goes_letter_for_letter_in_marc8():
    data = iso2709([("245", "00", [("a", VIETNAMESE)])], marc8, b"nam  22")
    record = marc.parse(data)
    assert len(VIETNAMESE) == 146
    assert record.charset is marc.Charset.MARC8
    assert record.field(0).first("a") == VIETNAMESE
    in_utf8 = record.in_charset(marc.Charset.UTF8)
    assert in_utf8.to_bytes() == iso2709([("245", "00", [("a", VIETNAMESE)])])
    back = marc.parse(in_utf8.to_bytes()).in_charset(marc.Charset.MARC8)
    assert marc.parse(back.to_bytes()).field(0).first("a") == VIETNAMESE


def test_yaz_reads_the_marc8_that_is_written_here(tmp_path):
    record = marc.parse(iso2709([("245", "00", [("a", VIETNAMESE)]), ("500", "  ", [("a", "“Ngoặc”")])]))
    path = tmp_path / "one.mrc"
    path.write_bytes(record.in_charset(marc.Charset.MARC8).to_bytes())
    assert [subfields for _tag, _head, subfields in read_by_yaz(path, "marc-8")[0]] == [
        [("a", VIETNAMESE)],
        [("a", "&#x201C;Ngoặc&#x201D;")],
    ]


@pytest.mark.parametrize(
    "file, expected",
    [
        (b"", []),
        (b"\r\n\x00\x00\x1a", []),
        (b"no record at all", ["truncated"]),
        (b"\x1d\x1d", []),
        (b"\xef\xbb\xbf" + iso2709([("001", "1", [])]), ["sound"]),
        (iso2709([("001", "1", [])])[:-1], ["truncated"]),
        (iso2709([("001", "1", [])]).replace(b"1\x1e\x1d", b"\x1d\x1e\x1d"), ["length", "leader"]),
        (b"x" * 300_000 + b"\x1d" + iso2709([("001", "1", [])]), ["too_long", "sound"]),
        (b"x" * 300_000, ["too_long"]),
        (b"\x00" * 300_000 + iso2709([("001", "1", [])]), ["sound"]),
    ],
    ids=["empty", "filling", "text", "ends", "mark of order", "no end", "end within", "long", "endless", "zeros"],
)  # fmt: skip
def test_a_damaged_file_costs_what_is_damaged_alone(file, expected):
    found = list(marc.read_file(BytesIO(file)))
    assert ["sound" if isinstance(one, marc.Raw) else one.reason for one in found] == expected
    for one in found:
        if isinstance(one, marc.Raw):
            assert file[one.offset :].startswith(one.data)


class Endless:
    """A stream without a terminator."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, count: int) -> bytes:
        count = min(count, self.left)
        self.left -= count
        return b"x" * count


def test_a_record_without_an_end_needs_no_memory():
    tracemalloc.start()
    found = list(marc.read_file(Endless(1 << 27)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [one.reason for one in found] == ["too_long"]
    assert peak < 2_000_000


def test_a_description_takes_a_few_times_as_long_as_bare_pymarc(file_of_5000):
    raws = [one.data for one in marc.read_file(BytesIO(file_of_5000[1])) if isinstance(one, marc.Raw)][:300]
    bare = processor_time(lambda: [pymarc.Record(raw, force_utf8=False, utf8_handling="ignore") for raw in raws])
    ours = processor_time(lambda: [marc.description_of(raw) for raw in raws])
    assert ours < 8 * bare


def processor_time(work):
    """Return the seconds of this process that the work takes: the fewest of three times."""
    times = []
    for _time in range(3):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)
