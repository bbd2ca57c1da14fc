"""Dublin Core, MODS and LOM in and out."""

from dataclasses import replace

import pytest

from repository.description import Credit, Description, Link, SubjectHeading
from repository.formats import dublin_core, lom, mods
from repository.formats.marc import Damaged

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
    languages=["vi", "en"],
    rights="cc_by",
    rights_note="Theo thỏa thuận",
    links=[Link("url", "", "https://example.org/de-men")],
)


def back(module, description):
    return next(module.read(b"".join(module.write([description]))))


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
    assert next(lom.read(data.encode())).learning_minutes == minutes


@pytest.mark.parametrize("module", [mods, dublin_core, lom])
def test_many_records_and_bad_xml(module):
    data = b"".join(module.write([BOOK, replace(BOOK, title="Tắt đèn")]))
    assert [one.title for one in module.read(data)] == [BOOK.title, "Tắt đèn"]
    for bad, reason in (
        (data[:-20], "xml"),
        (b"", "xml"),
        (data.replace(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n', 1), "entities"),
    ):
        with pytest.raises(Damaged) as damage:
            list(module.read(bad))
        assert damage.value.reason == reason
