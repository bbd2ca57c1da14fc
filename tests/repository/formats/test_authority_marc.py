"""MARC 21 authority records in: what becomes an authority, what has no place, what is refused."""

from io import BytesIO

import pytest
from django.utils import timezone

from repository.authority_entry import Entry, Unread
from repository.formats import authority_marc, marc, marcxml
from tests.support.marc_records import Fields, iso2709

pytestmark = pytest.mark.backend_independent
OURS = "0d4c5a4e-8f4e-4b52-9f0e-2f7d2b8c1a55"


def record(*fields: tuple[str, str, str], leader: bytes = b"nz  a22", end: bytes = b"n  4500") -> bytes:
    """Return an authority record; the subfields of a field are written `$aNguyễn Du,$d1765-1820`."""
    made: Fields = []
    for tag, head, text in fields:
        made.append((tag, head, [(part[:1], part[1:]) for part in text.split("$")[1:]]))
    return iso2709(made, leader=leader, end=end)


def read(data: bytes) -> list[Entry | Unread]:
    return list(authority_marc.read(marc.read_file(BytesIO(data))))


def one(*fields: tuple[str, str, str]) -> Entry:
    (found,) = read(record(*fields))
    assert isinstance(found, Entry), found
    return found


def test_a_person_with_variants_notes_and_a_number() -> None:
    found = one(
        ("001", "n 79021164", ""),
        ("003", "DLC", ""),
        ("008", "790419n| azannaabn          |a aaa", ""),
        ("035", "  ", "$a(DLC)n  79021164"),
        ("040", "  ", "$aDLC$beng"),
        ("100", "1 ", "$aNguyễn, Du,$d1765-1820."),
        ("400", "1 ", "$wnne$aTố Như,$d1765-1820"),
        ("400", "1 ", "$aNguyễn, Du.$tTruyện Kiều"),
        ("500", "1 ", "$aNguyễn, Nghiễm"),
        ("670", "  ", "$aTruyện Kiều, 1983:$bt.p. (Nguyễn Du)$uhttps://example.org"),
        ("678", "0 ", "$aĐại thi hào."),
    )
    assert found == Entry(
        kind="person",
        heading="Nguyễn, Du",
        dates="1765-1820",
        note="Truyện Kiều, 1983: t.p. (Nguyễn Du)\nĐại thi hào.",
        variants=("Tố Như, 1765-1820",),
        scheme="DLC",
        scheme_id="n 79021164",
        lost=("400", "500", "670 $u"),
        number=1,
    )


@pytest.mark.parametrize(
    "tag, text, kind, heading",
    [
        ("100", "$aJohn Paul$bII,$cPope,$d1920-2005", "person", "John Paul II, Pope"),
        ("110", "$aViệt Nam.$bBộ Giáo dục", "body", "Việt Nam. Bộ Giáo dục"),
        ("111", "$aHội nghị Địa lí$n(2 :$d2001 :$cHà Nội)", "body", "Hội nghị Địa lí (2 : 2001 : Hà Nội)"),
        ("130", "$aTủ sách Kim Đồng.$pVăn học", "series", "Tủ sách Kim Đồng. Văn học"),
        ("150", "$aToán học$xLịch sử$zViệt Nam$y1945-1975$vSách", "subject",
         "Toán học -- Lịch sử -- Việt Nam -- 1945-1975 -- Sách"),
        ("151", "$aHà Nội (Việt Nam)$xLịch sử", "place", "Hà Nội (Việt Nam) -- Lịch sử"),
    ],
)  # fmt: skip
def test_the_parts_of_each_kind_of_heading(tag: str, text: str, kind: str, heading: str) -> None:
    found = one((tag, "  ", text))
    assert (found.kind, found.heading, found.lost) == (kind, heading, ())


def test_a_number_needs_its_list_and_the_own_uuid_is_none() -> None:
    heading = ("150", "  ", "$aThơ")
    assert (one(("001", "123", ""), heading).scheme_id, one(("001", "123", ""), heading).uuid) == ("", "")
    assert one(("001", "12", ""), ("003", "NLV", ""), heading).scheme == "NLV"
    ours = one(("001", OURS, ""), ("003", "NLV", ""), ("035", "  ", "$a(btkqg)T1"), ("035", "  ", "$a(x)2"), heading)
    assert (ours.uuid, ours.scheme, ours.scheme_id, ours.lost) == (OURS, "btkqg", "T1", ("035",))


@pytest.mark.parametrize(
    "data, code",
    [
        (record(("245", "00", "$aToán 6"), leader=b"nam a22"), "no_authority_record"),
        (record(("100", "1 ", "$aA"), leader=b"nam a22"), "no_authority_record"),
        (record(("400", "1 ", "$aA")), "no_authority_record"),
        (record(("100", "1 ", "$9x")), "no_authority_record"),
        (record(("100", "1 ", "$aNguyễn Du.$tTruyện Kiều")), "unused_authority_kind"),
        (record(("155", "  ", "$aTiểu thuyết")), "unused_authority_kind"),
        (record(("180", "  ", "$xLịch sử")), "unused_authority_kind"),
        (record(("150", "  ", "$aThơ"), leader=b"dz  a22"), "reference_only"),
        (record(("008", "790419n| bzannaabn", ""), ("150", "  ", "$aThi ca")), "reference_only"),
        (record(("150", "  ", "$aThơ"))[:-9], "damaged_authority"),
    ],
)
def test_what_is_no_authority_is_refused_and_the_next_one_read(data: bytes, code: str) -> None:
    first, second = read(data + b"\x1d" * (code == "damaged_authority") + record(("150", "  ", "$aThơ")))
    assert isinstance(first, Unread)
    assert isinstance(second, Entry)
    assert (first.number, first.refusal.code, second.number) == (1, code, 2)
    assert str(first.refusal)


def test_what_is_written_is_read_again() -> None:
    entries = [
        Entry("person", "Nguyễn Minh Châu", "1930-1989", "Nhà văn.\n\nQuê Nghệ An.",
              ("N. M. Châu", "Châu, Nguyễn Minh"), "VIAF", "12", OURS),
        Entry("body", "Đại học Cần Thơ", scheme_id="7", uuid=OURS),
        Entry("series", "Hạt giống tâm hồn", uuid=OURS, variants=("HGTH",)),
        Entry("subject", "Việt Nam -- Lịch sử -- 1945-1975", uuid=OURS),
        Entry("place", "Hà Nội", uuid=OURS),
    ]  # fmt: skip
    records = [authority_marc.of(entry, timezone.now()) for entry in entries]
    xml = BytesIO(b"".join(marcxml.write(records)))
    for found in (read(b"".join(records)), list(authority_marc.read(marcxml.read(xml)))):
        assert [Entry.from_values(one.values() | {"number": 0}) for one in found if isinstance(one, Entry)] == entries
