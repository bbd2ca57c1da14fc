"""What a MARC record says of a resource; changed values written into it, and nothing else."""

import random
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repository.description import Credit, Description, Link, SubjectHeading
from repository.formats import marc
from repository.models import Resource
from tests.support.marc_records import iso2709, marc8, sound

pytestmark = pytest.mark.backend_independent

BOOK = [
    ("001", "0012345", []),
    ("003", "NLV", []),
    ("008", "060101s2019    vm ||||||||||||||||| ||vie||", []),
    ("020", "  ", [("a", "978-604-0-00000-2 (bìa mềm)"), ("c", "25000đ")]),
    ("022", "  ", [("a", "0866-7446")]),
    ("035", "  ", [("a", "(NLV)0012345")]),
    ("041", "1 ", [("a", "vie"), ("h", "eng")]),
    ("082", "14", [("2", "14"), ("a", "895.922/3")]),
    ("090", "  ", [("a", "895.922 3"), ("b", "D250M")]),
    ("100", "1 ", [("a", "Tô Hoài,"), ("d", "1920-2014")]),
    ("245", "10", [("a", "Dế Mèn phiêu lưu kí."), ("n", "T.1,"), ("p", "Lên đường :"), ("b", "truyện dài /"),
                   ("c", "Tô Hoài")]),
    ("250", "  ", [("a", "Tái bản lần thứ 5.")]),
    ("260", "  ", [("a", "H. :"), ("b", "Kim Đồng,"), ("c", "2019.")]),
    ("300", "  ", [("a", "120 tr. :"), ("b", "tranh vẽ ;"), ("c", "24 cm")]),
    ("490", "0 ", [("a", "Tủ sách vàng ;"), ("v", "T.3")]),
    ("500", "  ", [("a", "Đầu bìa ghi: Giải thưởng")]),
    ("505", "0 ", [("a", "Chương 1 -- Chương 2 -- Chương 3")]),
    ("520", "  ", [("a", "Kể về một chú dế.")]),
    ("521", "  ", [("a", "Thiếu nhi")]),
    ("521", "2 ", [("a", "4"), ("a", "5")]),
    ("600", "04", [("a", "Tô Hoài"), ("v", "Tác phẩm")]),
    ("650", " 7", [("2", "Bộ TK TVQG"), ("a", "Văn học thiếu nhi"), ("z", "Việt Nam")]),
    ("653", "  ", [("a", "Truyện dài"), ("a", "Loài vật")]),
    ("700", "0 ", [("a", "Ngô Mạnh Lân"), ("e", "vẽ tranh")]),
    ("700", "1 ", [("a", "Tô Hoài."), ("t", "Tác phẩm khác")]),
    ("710", "2 ", [("a", "Việt Nam."), ("b", "Bộ Giáo dục và Đào tạo")]),
    ("773", "0 ", [("t", "Tuyển tập Tô Hoài"), ("w", "(NLV)999")]),
    ("856", "40", [("u", "https://example.org/de-men"), ("y", "Bản đọc")]),
    ("927", "", [("a", "SH")]),
    ("952", "  ", [("p", "SH000001")]),
]  # fmt: skip
READ = Description(
    title="Dế Mèn phiêu lưu kí. T.1. Lên đường",
    subtitle="truyện dài",
    creators=[Credit("Tô Hoài"), Credit("Ngô Mạnh Lân", "ill"), Credit("Việt Nam. Bộ Giáo dục và Đào tạo")],
    description="Kể về một chú dế.",
    publisher="Kim Đồng",
    year=2019,
    isbn="9786040000002",
    edition_statement="Tái bản lần thứ 5",
    place="H.",
    extent="120 tr. : tranh vẽ ; 24 cm",
    series="Tủ sách vàng",
    series_number="T.3",
    issn="0866-7446",
    identifiers=[("control", "NLV:0012345"), ("system", "(NLV)0012345")],
    ddc="895.9223",
    ddc_edition="14",
    call_number="895.922 3 D250M",
    headings=[
        SubjectHeading("Tô Hoài -- Tác phẩm", "local"),
        SubjectHeading("Văn học thiếu nhi -- Việt Nam", "btkqg"),
        SubjectHeading("Truyện dài"),
        SubjectHeading("Loài vật"),
    ],
    audience="Thiếu nhi",
    contents="Chương 1\nChương 2\nChương 3",
    notes="Đầu bìa ghi: Giải thưởng",
    links=[Link("part_of", "Tuyển tập Tô Hoài"), Link("url", "Bản đọc", "https://example.org/de-men")],
    grades=[4, 5],
    languages=["vi"],
    subjects=[],
)


def fields_of(data):
    """Return each field as its tag and the text between its delimiters."""
    return [(one.tag, one.head, list(one.subfields)) for one in marc.parse(data).fields()]


def raw_fields(data):
    """Return each field with its bytes."""
    return list(marc.parse(data).slices)


@pytest.mark.parametrize("encode", [str.encode, marc8], ids=["UTF-8", "MARC-8"])
def test_a_record_of_vietnamese_practice_is_read(encode):
    assert marc.description_of(iso2709(BOOK, encode, b"nam  22")) == READ


CHANGES = {
    "title": ("Dế Mèn", "245"),
    "subtitle": ("truyện ngắn", "245"),
    "description": ("Kể về hai chú dế.\nVà một chuyến đi.", "520"),
    "publisher": ("Trẻ", "260"),
    "edition_statement": ("Tái bản lần thứ 6", "250"),
    "place": ("Hà Nội", "260"),
    "extent": ("240 tr. ; 21 cm", "300"),
    "series": ("Tủ sách bạc", "490"),
    "series_number": ("T.4", "490"),
    "issn": ("0866-7454", "022"),
    "ddc": ("895.922334", "082"),
    "ddc_edition": ("23", "082"),
    "call_number": ("ĐV13 T450H", "090"),
    "audience": ("Nhi đồng", "521"),
    "contents": ("Chương 1\nChương 2", "505"),
    "notes": ("", "500"),
    "grades": ([3], "521"),
    "isbn": ("9786041234567", "020"),
    "kind": ("textbook", "655"),
    "rights": ("cc_by", "540"),
    "rights_note": ("Theo thoả thuận", "540"),
    "subjects": (["ngu-van"], "658"),
    "languages": (["vi", "en"], "041"),
    "year": (2021, "260"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_value_changes_its_field_alone(name):
    value, tag = CHANGES[name]
    raw = iso2709(BOOK)
    before = marc.description_of(raw)
    after = marc.apply(raw, before, replace(before, **{name: value}))
    assert marc.description_of(after) == replace(before, **{name: value})
    may_change = {tag, "008"} if name in ("year", "languages") else {tag}
    assert [one for one in raw_fields(after) if one[0] not in may_change] == [
        one for one in raw_fields(raw) if one[0] not in may_change
    ]
    assert marc.parse(after).to_bytes() == after


def test_names_keep_their_fields_when_others_come_go_and_move():
    raw = iso2709(BOOK)
    before = marc.description_of(raw)
    author, painter, ministry = before.creators
    translator = Credit("Phạm Hổ", "trl")

    after = marc.apply(raw, before, replace(before, creators=[author, translator, ministry]))
    assert marc.description_of(after).creators == [author, translator, ministry]
    assert ("700", "0 ", [("a", "Phạm Hổ"), ("e", "dịch"), ("4", "trl")]) in fields_of(after)
    assert set(raw_fields(raw)) - set(raw_fields(after)) == {("700", "0 \x1faNgô Mạnh Lân\x1fevẽ tranh".encode())}

    moved = marc.apply(raw, before, replace(before, creators=[ministry, author, painter]))
    assert marc.description_of(moved).creators == [ministry, author, painter]
    assert ("110", "2 \x1faViệt Nam.\x1fbBộ Giáo dục và Đào tạo".encode()) in raw_fields(moved)
    assert ("700", "1 \x1faTô Hoài,\x1fd1920-2014".encode()) in raw_fields(moved)

    corrected = marc.apply(raw, before, replace(before, creators=[Credit("Tô Hoái"), painter, ministry]))
    assert ("100", "1 ", [("a", "Tô Hoái"), ("d", "1920-2014")]) in fields_of(corrected)

    gone = marc.apply(raw, before, replace(before, creators=[]))
    assert [tag for tag, _content in raw_fields(gone) if tag[0] in "17"] == ["700", "773"]  # 700 with $t is no name


def test_headings_keep_their_fields_and_a_field_of_many_words_loses_one():
    raw = iso2709(BOOK)
    before = marc.description_of(raw)
    headings = [*before.headings[:3], SubjectHeading("Dế", "btkqg")]
    after = marc.apply(raw, before, replace(before, headings=headings))
    assert marc.description_of(after).headings == headings
    assert ("653", "  ", [("a", "Truyện dài")]) in fields_of(after)
    assert ("650", " 7", [("a", "Dế"), ("2", "Bộ TK TVQG")]) in fields_of(after)
    assert raw_fields(raw)[20:22] == [one for one in raw_fields(after) if one in raw_fields(raw)[20:22]]


def test_without_a_change_the_bytes_stay():
    odd = iso2709(
        [("245", "00x", [("a", "Tắt đèn"), ("", ""), ("b", "")]), ("500", "", [])], leader=b"xyz  99", end=b"zzz4500"
    )
    before = marc.description_of(odd)
    assert marc.apply(odd, before, before) == odd
    assert marc.apply(odd, before, replace(before, protected=True)) == odd


def test_a_record_apart_stays_apart_and_marc8_goes_to_utf8_only_for_a_letter_that_it_lacks():
    apart = iso2709([("245", "00", [("a", unicodedata.normalize("NFD", "Tắt đèn"))])])
    before = marc.description_of(apart)
    changed = marc.apply(apart, before, replace(before, title="Đất rừng phương Nam"))
    assert fields_of(changed)[0][2][0][1] == unicodedata.normalize("NFD", "Đất rừng phương Nam")

    old = iso2709([("245", "00", [("a", "Tắt đèn")]), ("500", "  ", [("a", "Ngữ văn 9")])], marc8, b"nam  22")
    stayed = marc.apply(old, before, replace(before, title="Đất rừng"))
    assert (marc.parse(stayed).charset, stayed[9:10]) == (marc.Charset.MARC8, b" ")
    quoted = marc.apply(old, before, replace(before, title="“Đất rừng”"))
    assert (marc.parse(quoted).charset, quoted[9:10]) == (marc.Charset.UTF8, b"a")
    assert fields_of(quoted)[1] == ("500", "  ", [("a", "Ngữ văn 9")])


def test_what_is_too_long_for_the_format_is_refused():
    raw = iso2709(BOOK)
    before = marc.description_of(raw)
    with pytest.raises(marc.TooLongForMarc):
        marc.apply(raw, before, replace(before, description="\n".join("ế" * 3_000 for _line in range(12))))


def test_the_editor_changes_what_the_record_says_and_nothing_else():
    raw = iso2709(BOOK)
    stored = replace(marc.description_of(raw), title="Another title", protected=True, learning_minutes=45)
    changed = marc.apply(raw, READ, replace(READ, publisher="Trẻ"))
    assert marc.reread(stored, raw, changed) == replace(stored, publisher="Trẻ")


WORD = st.text("abcđêơứỷ", min_size=2, max_size=8).map(lambda word: f"{word}ngh")
LINE = st.lists(WORD, max_size=4).map(" ".join)
LINES = st.lists(LINE.filter(bool), max_size=3, unique=True).map("\n".join)
ROLE = st.sampled_from(["aut", "trl", "ill", "edt"])
DESCRIPTIONS = st.builds(
    Description,
    title=LINE.filter(bool), subtitle=LINE, publisher=LINE, place=LINE, edition_statement=LINE, series=LINE,
    audience=LINE, rights_note=LINE, call_number=LINE, description=LINES, notes=LINES, contents=LINES,
    year=st.none() | st.integers(1000, 2100),
    extent=LINE | st.just("120 tr. : tranh ; 24 cm + 1 CD"),
    isbn=st.sampled_from(["", "9786041234567", "9780306406157"]),
    identifiers=st.lists(st.tuples(st.sampled_from(["system", "doi", "lccn"]), WORD), max_size=3, unique=True),
    ddc=st.sampled_from(["", "895.9223", "510"]),
    creators=st.lists(st.builds(Credit, WORD, ROLE), max_size=4, unique_by=lambda credit: credit.name),
    headings=st.lists(
        st.builds(SubjectHeading, WORD, st.sampled_from(["", "local", "btkqg", "lcsh"])), max_size=4, unique=True
    ),
    links=st.lists(
        st.builds(Link, st.sampled_from(["part_of", "replaces", "replaced_by", "same_work"]), WORD), max_size=3,
        unique=True,
    ),
    kind=st.sampled_from(Resource.Kind.values),
    languages=st.lists(st.sampled_from(["vi", "en"]), unique=True),
    grades=st.lists(st.integers(1, 12), unique=True).map(sorted),
    subjects=st.lists(st.sampled_from(["toan", "ngu-van"]), unique=True),
    rights=st.sampled_from(["unknown", "cc_by", "in_copyright", "own"]),
)  # fmt: skip


def values_of(description):
    """Return the values as a comparison needs them: identifiers in any order."""
    values = description.values()
    return {**values, "identifiers": sorted(values["identifiers"])}


@given(DESCRIPTIONS)
@settings(max_examples=40, deadline=None)
def test_a_new_record_says_what_the_description_says(description):
    assert values_of(marc.description_of(marc.of(description))) == values_of(description)


@given(DESCRIPTIONS, st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_any_change_of_any_record_is_read_back_and_untouched_fields_keep_their_bytes(description, seed):
    raw = sound(random.Random(seed), seed).data
    before = marc.description_of(raw)
    after = marc.apply(raw, before, description)
    assert values_of(marc.description_of(after)) == values_of(description)
    if marc.parse(raw).charset is marc.parse(after).charset:
        unknown = ("880", "911", "952", "XYZ")
        assert [one for one in raw_fields(after) if one[0] in unknown] == [
            one for one in raw_fields(raw) if one[0] in unknown
        ]


@given(DESCRIPTIONS, DESCRIPTIONS, st.sampled_from(sorted(Description.__dataclass_fields__)))
@settings(max_examples=40, deadline=None)
def test_one_changed_value_leaves_all_others_as_they_were(first, second, name):
    raw, after = marc.of(first), replace(first, **{name: getattr(second, name)})
    changed = marc.apply(raw, first, after)
    assert values_of(marc.description_of(changed)) == values_of(after)


def test_fields_that_this_writer_would_write_otherwise_keep_their_bytes():
    marks = b"T\xe3\xf2p hai".decode("latin-1")  # in MARC-8, with the marks of ệ in the order of other writers
    old = iso2709(
        [("245", "00", [("a", "Tat den")]), ("500", "  ", [("a", marks)])],
        lambda text: text.encode("latin-1"),
        b"nam  22",
    )
    mixed = iso2709(
        [("245", "00", [("a", unicodedata.normalize("NFD", "Tắt đèn"))]), ("500", "  ", [("a", "Ngữ văn 9")])]
    )
    for raw in (old, mixed):
        before = marc.description_of(raw)
        after = marc.apply(raw, before, replace(before, title="Đất rừng"))
        assert raw_fields(after)[1] == raw_fields(raw)[1]
        assert raw_fields(after)[0] != raw_fields(raw)[0]
