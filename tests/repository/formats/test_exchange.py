"""Dublin Core, MODS and LOM in and out."""

import tracemalloc
from dataclasses import replace
from io import BytesIO

import pytest

from repository.description import Credit, Description, Link, SubjectHeading
from repository.formats import dublin_core, lom, lrmi, mods
from repository.formats.marc import Broken

pytestmark = pytest.mark.backend_independent

BOOK = Description(
    title="Dế Mèn phiêu lưu kí",
    subtitle="truyện dài",
    creators=[Credit("Tô Hoài"), Credit("Tạ Huy Long", "ill")],
    description="Kể về một chú dế <trẻ> & bạn bè.",
    publisher="Kim Đồng",
    place="Hà Nội",
    year=2019,
    isbn="9786040000002",
    issn="0866-7446",
    extent="120 tr.",
    series="Tủ sách vàng",
    series_number="3",
    edition_statement="Tái bản",
    ddc="895.9223",
    ddc_edition="23",
    contents="Chương 1\nChương 2",
    notes="Giải thưởng",
    headings=[SubjectHeading("Văn học thiếu nhi", "btkqg"), SubjectHeading("Truyện")],
    identifiers=[("doi", "10.1000/182")],
    kind="audio",
    languages=["vi", "fr", "tyz"],
    rights="cc_by",
    rights_note="Theo thỏa thuận",
    links=[Link("url", "", "https://example.org/de-men")],
)


def read(module, data):
    return list(module.read(BytesIO(data)))


def back(module, description):
    (one,) = read(module, b"".join(module.write([description])))
    return one.description


def test_mods_brings_back_what_it_has_a_place_for():
    assert back(mods, BOOK) == replace(BOOK, links=())


def test_dublin_core_brings_back_what_it_has_a_place_for():
    read = back(dublin_core, BOOK)
    assert (read.title, read.subtitle, read.year, read.isbn, read.issn) == (
        BOOK.title, BOOK.subtitle, BOOK.year, BOOK.isbn, BOOK.issn,
    )  # fmt: skip
    assert read.creators == [Credit("Tô Hoài"), Credit("Tạ Huy Long", "ctb")]
    assert (read.kind, read.rights, read.rights_note, read.links) == ("audio", "cc_by", "Theo thỏa thuận", BOOK.links)
    assert [heading.text for heading in read.headings] == ["Văn học thiếu nhi", "Truyện"]


def test_lom_brings_back_what_a_lesson_is_for():
    lesson = replace(
        BOOK, kind="worksheet", difficulty="easy", learning_minutes=45, learning_purpose="Ôn tập", grades=[6, 7],
        subjects=["ngu-van"],
    )  # fmt: skip
    read = back(lom, lesson)
    expected = {
        **lesson.values(),
        "creators": [{"name": "Tô Hoài", "role": "aut"}, {"name": "Tạ Huy Long", "role": "ctb"}],
    }
    expected["headings"] = [{"text": "Văn học thiếu nhi"}, {"text": "Truyện"}]
    no_place = ("place", "issn", "extent", "series", "series_number", "edition_statement", "contents", "notes", "links")
    assert {k: v for k, v in read.values().items() if k not in no_place} == {
        k: v for k, v in expected.items() if k not in no_place
    }


@pytest.mark.parametrize(
    "text, minutes", [("PT45M", 45), ("PT1H30M", 90), ("P1DT2H", 1560), ("PT90S", 0), ("", None), ("45 phút", None)]
)
def test_a_learning_time_is_read_in_minutes(text, minutes):
    data = (
        f"<lom><educational><typicalLearningTime><duration>{text}</duration></typicalLearningTime></educational></lom>"
    )
    assert read(lom, data.encode())[0].description.learning_minutes == minutes


@pytest.mark.parametrize("module", [mods, dublin_core, lom])
def test_many_records_and_bad_xml(module):
    data = b"".join(module.write([BOOK, replace(BOOK, title="Tắt đèn")]))
    assert [one.description.title for one in read(module, data)] == [BOOK.title, "Tắt đèn"]
    assert [read(module, one.data)[0].description for one in read(module, data)] == [
        one.description for one in read(module, data)
    ], "the XML of one record alone is read again"
    for bad, reason, sound in (
        (data[:-5], "xml", 2),
        (data.replace("Tắt đèn".encode(), b"<b>"), "xml", 1),
        (b"", "xml", 0),
        (data.replace(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n', 1), "entities", 0),
        (data.replace("Tắt đèn".encode(), b"<i>" * 200 + b"</i>" * 200), "xml", 1),
        (data.replace("Tắt đèn".encode(), b"x" * 9_000_000), "huge", 1),
    ):
        *records, damage = read(module, bad)
        assert isinstance(damage, Broken)
        assert (damage.reason, damage.number, len(records)) == (reason, sound + 1, sound)


def test_dublin_core_is_read_from_whatever_holds_it_and_oai_pmh_leaves_nothing_in_memory():
    plain = b'<x xmlns:d="http://purl.org/dc/terms/"><r><d:title>A</d:title><d:issued>2020-05</d:issued></r></x>'
    assert [(one.description.title, one.description.year) for one in read(dublin_core, plain)] == [("A", 2020)]
    record = b"<record><header><identifier>1</identifier></header><metadata>%s</metadata></record>" % plain
    answer = [b"<OAI-PMH><ListRecords>", *[record * 100] * 100, b"</ListRecords></OAI-PMH>"][::-1]

    class Stream:
        def read(self, _count):
            return answer.pop() if answer else b""

    tracemalloc.start()
    count = sum(1 for _one in dublin_core.read(Stream()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 2_000_000


def test_lrmi_brings_back_what_it_has_a_place_for_and_reads_what_others_write():
    lesson = replace(
        BOOK, kind="worksheet", difficulty="very_easy", learning_minutes=45, learning_purpose="Ôn tập", grades=[6, 7],
        subjects=["ngu-van"], audience="Học sinh", headings=[SubjectHeading("Văn học, thiếu nhi")],
    )  # fmt: skip
    read_again = back(lrmi, lesson)
    assert read_again == replace(lesson, place="", extent="", contents="", notes="")
    others = (
        b'[{"@type": "Book", "name": "A", "author": "B", "keywords": "x, y", "inLanguage": "fr-FR", "license": "free",'
        b' "educationalLevel": "Grade 6", "datePublished": "2020-01-01"}, 5, {"@graph": [{"name": ["C"], "isbn": 7}]}]'
    )
    first, second = (one.description for one in read(lrmi, others))
    assert (first.title, first.creators, first.languages, first.grades, first.year, first.rights_note) == (
        "A", [Credit("B")], ["fr"], [6], 2020, "free",
    )  # fmt: skip
    assert [heading.text for heading in first.headings] == ["x", "y"]
    assert second.title == "C"
    for bad in (b"{", b"[" * 100_000, b"\xff", b""):
        assert [one.reason for one in read(lrmi, bad)] == ["json"]
