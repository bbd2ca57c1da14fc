"""Languages of records: codes of every list, names as people write them, and MARC both ways."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from repository.description import Description
from repository.formats import marc
from repository.languages import FREQUENT, LEARNT, language_choices, language_name, language_of, languages, languages_in
from tests.support.marc_records import iso2709

pytestmark = pytest.mark.backend_independent


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fre", "fr"), ("fra", "fr"), ("FR", "fr"), ("Tiếng Pháp", "fr"), ("tieng phap", "fr"), ("Pháp", "fr"),
        ("French", "fr"), ("chi", "zh"), ("zho", "zh"), ("Hán", "zh"), ("Tiếng Hàn", "ko"), ("Hàn Quốc", "ko"),
        ("khm", "km"), ("Khơ-me", "km"), ("tyz", "tyz"), ("Tiếng Tày", "tyz"), ("Ê-đê", "rad"), ("H’Mông", "hmn"),
        ("vie", "vi"), ("Việt", "vi"), ("Anh văn", "en"), ("Latin", "la"), ("", ""), ("klingonn", ""), ("und", ""),
    ],
)  # fmt: skip
def test_a_code_or_a_name_means_a_language(text, code):
    assert language_of(text) == code


def test_every_code_and_name_of_the_table_is_read_again():
    for code, known in languages().items():
        assert language_of(code) == code
        assert language_of(known.vi) == code, known
        assert language_of(known.en) == code, known
        assert language_of(known.marc) == (code if known.is_in_marc_list else known.marc)
    assert languages_in(["vi-VN", "en_US", "x", "vie"]) == ["vi", "en"]
    assert {*FREQUENT, *LEARNT} <= languages().keys()
    assert [code for code, _name in language_choices()[:2]] == ["vi", "en"]
    with override("en"):
        assert (language_name("fr"), language_name("xx-yy")) == ("French", "xx-yy")


@pytest.mark.parametrize(
    "codes", [["fr"], ["vi", "fr", "zh"], ["tyz"], ["vi", "rad", "jra"], ["rad", "vi"], ["mul"], []]
)
def test_marc_keeps_every_language(codes):
    assert list(marc.description_of(marc.of(Description(title="A", languages=codes))).languages) == codes


def test_marc_of_others_is_read_and_another_language_changes_its_fields_alone():
    fields = [
        ("008", f"{'':35}chi d", []),
        ("041", "1 ", [("a", "vie"), ("a", "khm"), ("h", "fre")]),
        ("245", "00", [("a", "A")]),
        ("500", "  ", [("a", "Ghi chú")]),
    ]
    raw = iso2709(fields)
    before = marc.description_of(raw)
    assert before.languages == ["vi", "km", "zh"]
    after = marc.apply(raw, before, replace(before, languages=["fr", "tyz"]))
    written = [(one.tag, one.head[35:38] if one.is_control else one.subfields) for one in marc.parse(after).fields()]
    assert written == [
        ("008", "fre"),
        ("041", (("a", "fre"), ("a", "tai"), ("h", "fre"))),
        ("041", (("a", "tyz"), ("2", "iso639-3"))),
        ("245", (("a", "A"),)),
        ("500", (("a", "Ghi chú"),)),
    ]
    assert marc.description_of(after).languages == ["fr", "tyz"]
