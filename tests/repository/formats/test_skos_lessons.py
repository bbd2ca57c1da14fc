"""Lessons in files of SKOS: chapters, order, and every concept that does not become a lesson."""

import pytest

from repository.formats.skos.concepts import URN
from repository.formats.skos.found import Found
from repository.formats.skos.lessons import LessonConcept, Why, lessons_of

pytestmark = pytest.mark.backend_independent

TOP, SERIES = f"{URN}programme-2018:subject:toan:6", f"{URN}programme-2018:series:kntt"


def concept(number: int, name: str, *broader: str, position: int | None = None, of: str = "", **more) -> Found:
    others = {"schema:position": (str(position),)} if position is not None else {}
    others |= {"dcterms:isPartOf": (of,)} if of else {}
    return Found(number, f"urn:a:{name}", names=(("vi", name),), broader=broader, others=others, **more)


def test_lessons_stand_below_their_chapters_in_their_order() -> None:
    found = [
        concept(1, "Số"),
        concept(2, "Hỗn số", "urn:a:Số", position=2, notations=(("", "Bài 2"),)),
        concept(3, "Phân số", "urn:a:Số", position=1),
        concept(4, "Ôn tập", position=10),
    ]
    file = lessons_of(found)
    assert file.lessons == (
        LessonConcept("Phân số", chapter="Số"),
        LessonConcept("Hỗn số", "Bài 2", "Số"),
        LessonConcept("Ôn tập"),
    )
    assert (file.left_out, file.lost) == ((), ())


def test_what_has_no_place_is_named() -> None:
    found = [
        concept(1, "Toán 6"),
        concept(2, "Số", "urn:a:Toán 6"),
        concept(3, "Phân số", "urn:a:Số", variants=(("en", "Fractions"),), too_long=("skos:definition",)),
        concept(4, "Cũ", "urn:a:Số", is_deprecated=True),
        concept(5, "Vòng", "urn:a:Quanh"),
        concept(6, "Quanh", "urn:a:Vòng"),
        Found(7, "urn:a:7", variants=(("vi", "Không tên"),)),
        Found(8, "urn:a:8", names=(("en", "Angle"), ("vi", "Góc"))),
    ]
    file = lessons_of(found)
    assert [(one.title, one.chapter) for one in file.lessons] == [("Phân số", "Số"), ("Góc", "")]
    assert dict(file.left_out) == {
        "Toán 6": Why.TOO_HIGH,
        "Cũ": Why.DEPRECATED,
        "Vòng": Why.CIRCLE,
        "Quanh": Why.CIRCLE,
        "urn:a:7": Why.NO_NAME,
    }
    assert file.lost == ("skos:altLabel", "skos:definition", "skos:prefLabel@en")


def own(series: str) -> list[Found]:
    """Return a file as the product writes it."""
    return [
        Found(1, TOP, names=(("vi", "Toán, Lớp 6"),)),
        Found(2, SERIES, names=(("vi", "Kết nối"),)),
        concept(3, "Số", TOP, of=series),
        concept(4, "Phân số", "urn:a:Số", of=series, position=1),
        concept(5, "Ôn tập", TOP, of=series, position=2),
        concept(6, "Của lớp khác", f"{URN}programme-2018:subject:toan:7", of=series),
    ]


@pytest.mark.parametrize("series", [SERIES, ""], ids=["series", "programme"])
def test_of_an_own_file_the_chosen_list_is_taken(series: str) -> None:
    file = lessons_of(own(series), top=TOP, series=series)
    assert [(one.title, one.chapter) for one in file.lessons] == [("Phân số", "Số"), ("Ôn tập", "")]
    assert {why for _name, why in file.left_out} == {Why.OTHER_LIST}
    assert len(file.left_out) == 3
    other = "" if series else SERIES
    assert lessons_of(own(series), top=TOP, series=other).lessons == ()
    assert lessons_of(own(series), top=f"{TOP}x", series=series).lessons == ()


def test_a_deep_file_is_read() -> None:
    found = [concept(1, "0"), *(concept(n + 1, str(n), f"urn:a:{n - 1}") for n in range(1, 20_000))]
    file = lessons_of(found)
    assert [(one.title, one.chapter) for one in file.lessons] == [("19999", "19998")]
    assert len(file.left_out) == 19_998
