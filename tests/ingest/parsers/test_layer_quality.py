"""A text layer is judged by scripts, syllables and old encodings, and by what OCR reads from the page."""

import pytest

from ingest.parsers import notes
from ingest.parsers.layer_quality import Judgement, Verdict, better_layer, from_legacy, judge
from ingest.parsers.layer_words import LayerWord
from tests.ingest.parsers.test_language import ENGLISH, VIETNAMESE

pytestmark = pytest.mark.backend_independent

FRENCH = "L'été dernier, les élèves de l'école ont été invités à visiter le musée où l'on préserve des œuvres."
RUSSIAN = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему."
JAPANESE = "日本語の教科書（初級）・第一課 図書館（二階）で、本・新聞を読みます。 先生：「おはよう。」"
FORMULAS = "Cho A∩B và A∪B, với x∈R và a≤b. AB⊥CD và AB∥EF, suy ra ΔABC∽ΔDEF. Tính x²+y² khi x→0, H₂SO₄"
CONTENTS = "Chương 1 ........................................ 5 Chương 2 ............................ 17"
CODE = "if (a[i] != b[j]) { c = a[i] << 2; } else { d[k++] = ~b[j] & 0xff; }"


def judged(text: str, *, font: str = "", hidden: bool = False) -> Judgement:
    """Judge a text of one line."""
    words = [LayerWord(word, (0.1, 0.1, 0.2, 0.2), 0, 12, font) for word in text.split()]
    return judge(words, hidden=hidden)


def text_of(judgement: Judgement) -> str:
    return " ".join(word.text for word in judgement.words)


@pytest.mark.parametrize("text", [VIETNAMESE, ENGLISH, JAPANESE, RUSSIAN, FORMULAS, CONTENTS, "Bài tập", "2024"])
def test_a_good_layer_is_believed_in_every_script(text: str) -> None:
    judgement = judged(text)
    assert (judgement.verdict, judgement.note) == (Verdict.GOOD, "")
    assert text_of(judgement) == text


@pytest.mark.parametrize(
    ("old", "text", "note"),
    [
        ("Bµi tËp Ho¸ häc líp m\u00adêi", "Bài tập Hoá học lớp mười", notes.TCVN3),
        ("®¹i häc s\u00ad ph¹m Hµ Néi", "đại học sư phạm Hà Nội", notes.TCVN3),
        ("Tröôøng Ñaïi hoïc Sö phaïm", "Trường Đại học Sư phạm", notes.VNI),
    ],
)
def test_an_old_encoding_is_converted_also_on_a_title_page_of_few_words(old: str, text: str, note: str) -> None:
    judgement = judged(old)
    assert (judgement.verdict, judgement.note, text_of(judgement)) == (Verdict.GOOD, note, text)
    assert from_legacy(old) == text


def test_a_font_that_draws_capitals_gives_capitals() -> None:
    assert text_of(judged("Bµi tËp Ho¸ häc", font="ABCDEF+.VnTimeH")) == "BÀI TẬP HOÁ HỌC"


@pytest.mark.parametrize(
    "text", [FRENCH, VIETNAMESE, ENGLISH, RUSSIAN, JAPANESE, "Größe für Wörter: müßig, schön, Ähre"]
)
def test_no_other_language_is_taken_for_an_old_encoding(text: str) -> None:
    assert from_legacy(text) == text


def test_letters_without_a_meaning_are_unusable() -> None:
    judgement = judged("\ufffd\ufffd \ue001\ue002\ue003 a")
    assert (judgement.verdict, judgement.note) == (Verdict.UNUSABLE, notes.LAYER_REPLACED)


@pytest.mark.parametrize(
    "text",
    [
        "!\"#$ %&'( )*+, -./: ;<=> ?@[\\ ]^_` {|}~ !!## $$%% &&''",
        "Wklv lv qrw zkdw wkh sdjh vkrzv exw d irqw zlwk vkliwhg ohwwhuv dqg qr pds",
        "t¶h s©x m¬k l¹p q¸z w®b v¼n r§d",
    ],
)
def test_a_strange_layer_is_doubtful_and_ocr_decides(text: str) -> None:
    assert judged(text).verdict == Verdict.DOUBTFUL
    assert not better_layer(text, VIETNAMESE, 91)
    assert better_layer(text, "~ ¬ | iii", 31)


def test_a_layer_in_another_language_is_believed_when_ocr_reads_the_same() -> None:
    assert judged(FRENCH).verdict == Verdict.DOUBTFUL
    assert better_layer(FRENCH, FRENCH.replace("é", "e"), 80)


def test_an_invisible_layer_is_doubted_earlier_than_a_printed_one() -> None:
    text = "Truờmg hoc ciia chúng em nầm bên bo sòng quanh nàm rop bong cày xanh vă tiẽng chimm hotn"
    assert judged(text).verdict == Verdict.GOOD
    assert judged(text, hidden=True).verdict == Verdict.DOUBTFUL
