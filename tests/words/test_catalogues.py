"""The Vietnamese catalogues: complete, with the placeholders of the English, in the spelling of docs/glossary.md."""

import re
import subprocess
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import DjangoTranslation

from tests.words.test_upstream import key_of, messages

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
FILES = sorted((ROOT / "locale").rglob("*.po"))
# Folders that hold no messages for people.
NOT_OF_THE_PRODUCT = {"bench", "devtools", "docs", "locale", "node_modules", "static", "tests", "var", ".venv"}
KEYWORDS = (
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "pgettext_lazy:1c,2",
    "npgettext:1c,2,3",
    "npgettext_lazy:1c,2,3",
)
COMPARED = re.compile(r"%\(\w+\)[\d.]*[a-z]|%[sd]|\{\w*\}|\[\w+\]|<[^>]+>")

NUMBER = r"%\((?:n|num|number|count|counter|total|limit)\w*\)[sd]"
# What no Vietnamese text of the product has, and what it has instead.
BANNED = {
    r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])\b": "the tone on the first vowel: hóa, thỏa, hủy",
    r"\b[hklmst][yỳýỷỹỵ]\b": "i where nothing follows: kí, lí, mĩ",
    r"\btrường bạn\b|\btrường kia\b": "trường của bạn or trường đối tác",
    r"\bthực đơn\b": "trình đơn",
    r"\bchứ\?|\bnhé\b": "a question that does not press",
    r"\bvui lòng\b|(?:^|[.;:,] )xin (?!thủ thư)|\bbạn hãy\b": "Hãy alone",
    r"\w ?!": "a full stop",
    r"\bbởi\b": "a sentence with its actor first",
    r"\bcán bộ\b": "thủ thư or chuyên viên",
    r"(?<!nhà )(?<!năm )(?<!lần )(?<!nơi )\bxuất bản\b": "công bố",
    r"\bthư điện tử\b": "email",
    r"\btài liệu\b(?! hướng dẫn)": "học liệu",
    r"\bngười đọc\b": "bạn đọc",
    r"\bkhông thành công\b": "bị lỗi",
    r"\btập tin\b|\btệp tin\b": "tệp",
    r"\b(?:anh|chị|thầy|em|ông|bà) (?:hãy|có thể|được)\b": "bạn",
    rf"\b(?:các|những) {NUMBER}|{NUMBER} (?:các|những)\b": "no plural word where a number stands",
    r"(?<!=)['\"]%\(": "quotation marks “ ”",
    r"\.\.\.": "…",
    r" [,;?]|  ": "no blank before a mark, no two blanks",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT / "locale")))
def test_a_catalogue_is_complete_and_keeps_the_placeholders(file: Path) -> None:
    subprocess.run(["msgfmt", "--check-format", "--output-file=/dev/null", str(file)], check=True)
    entries = polib.pofile(str(file))
    assert [entry.msgid for entry in entries if not entry.translated() or entry.obsolete] == []
    assert [entry.msgid for entry in entries if placeholders(entry.msgid) - placeholders(translations_of(entry))] == []
    assert [entry.msgid for entry in entries if blanks(entry.msgid) != blanks(translations_of(entry))] == []


def test_the_own_catalogue_has_what_code_and_templates_say_and_nothing_else(tmp_path: Path) -> None:
    """To bring it up to date: `manage.py makemessages` as CONTRIBUTING.md says."""
    found = messages_of_sources(tmp_path)
    own = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(OWN))}
    assert sorted(found - own, key=str) == []
    assert sorted(own - found, key=str) == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_vietnamese_text_breaks_the_rules(domain: str) -> None:
    """Of packages too: `locale/upstream` replaces what they have in other words."""
    catalogue = DjangoTranslation("vi", domain=domain)._catalog
    texts = {catalogue[key_of(entry)] for _package, entry in messages(domain)}
    texts |= {translations_of(entry) for file in FILES if file.stem == domain for entry in polib.pofile(str(file))}
    wrong = [
        f"{text!r} has {match[0]!r}: {instead}"
        for text in sorted(texts)
        for pattern, instead in BANNED.items()
        if (match := re.search(pattern, text, re.IGNORECASE))
    ]
    assert wrong == []


def test_the_rules_find_what_they_are_for() -> None:
    for text in (
        "Thoả thuận", "Huỷ", "Kho lưu trữ đã khoá", "Lý do", "Kỹ thuật", "Mỹ thuật", "của trường bạn", "Xóa chứ?",
        "Vui lòng thử lại", "Chưa xong. Xin thử lại", "Bạn hãy thử", "Xong!", "do bởi máy", "Hỏi cán bộ", "Đã xuất bản",
        "các %(number)s trang", "trang '%(title)s'", "Đang lưu...",
    ):  # fmt: skip
        assert any(re.search(pattern, text, re.IGNORECASE) for pattern in BANNED), text
    for text in ("Nhà xuất bản", "quý, quyển", "y tế, ý kiến", "Hóa học", "hoàn tác", "Xem các trang", "khuỷu tay"):
        assert not any(re.search(pattern, text, re.IGNORECASE) for pattern in BANNED), text


# English texts whose “bản ghi” is rightly none of the words of RECORDING, and why.
BAN_GHI_ALLOWED = {
    "The loan may have ended, or the connection was lost. Open its page again: the button says what you can do.": (
        "the help on a recording that stops; the English says “its page”"
    ),
    "audio": "the kind of a resource: bản ghi âm",
}
RECORDING = re.compile(r"\brecordings?\b", re.IGNORECASE)
BAN_GHI = re.compile(r"\bbản ghi\b", re.IGNORECASE)


def is_record_misnamed(english: str, vietnamese: str) -> bool:
    """Return whether the Vietnamese has “bản ghi”, a recording, where the English speaks of none."""
    return bool(BAN_GHI.search(vietnamese)) and not RECORDING.search(english) and english not in BAN_GHI_ALLOWED


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_a_record_of_the_catalogue_is_never_called_a_recording(domain: str) -> None:
    catalogue = DjangoTranslation("vi", domain=domain)._catalog
    texts = {(entry.msgid, catalogue[key_of(entry)]) for _package, entry in messages(domain)}
    own = [entry for file in FILES if file.stem == domain for entry in polib.pofile(str(file))]
    texts |= {(entry.msgid, translations_of(entry)) for entry in own}
    assert sorted(english for english, vietnamese in texts if is_record_misnamed(english, vietnamese)) == []


def test_the_exceptions_are_needed_and_a_wrong_word_is_found() -> None:
    own = {entry.msgid: translations_of(entry) for entry in polib.pofile(str(OWN))}
    assert [english for english in BAN_GHI_ALLOWED if not BAN_GHI.search(own.get(english, ""))] == []
    assert is_record_misnamed("Import records", "Nhập bản ghi")
    assert is_record_misnamed("%(n)s records", "%(n)s Bản ghi")
    assert not is_record_misnamed("Import records", "Nhập biểu ghi")
    assert not is_record_misnamed("Play the recording", "Phát bản ghi")


def translations_of(entry: polib.POEntry) -> str:
    """Return the Vietnamese of an entry, which has one form for all numbers."""
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def placeholders(text: str) -> set[str]:
    return set(COMPARED.findall(text))


def blanks(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def messages_of_sources(folder: Path) -> set[tuple[str | None, str]]:
    """Context and text of every message of the product, extracted by xgettext."""
    sources = [
        path
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).parts[0] not in NOT_OF_THE_PRODUCT and "migrations" not in path.parts
    ]
    for number, template in enumerate((ROOT / "templates").rglob("*.*")):
        sources.append(folder / f"{number}.py")
        sources[-1].write_text(templatize(template.read_text(encoding="utf-8"), origin=template.name), encoding="utf-8")
    listing, made = folder / "sources", folder / "all.pot"
    listing.write_text("\n".join(map(str, sources)))
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-location", f"--files-from={listing}"]
    keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
    subprocess.run([*command, *keywords, f"--output={made}"], check=True, capture_output=True)
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(made))}
