"""Propose title, creators, year, ISBN and publisher, from properties, XMP and the first pages.

A wrong proposal is worse than none: a field stays empty unless its value has the right form and is where such values
are. Words of low OCR confidence are not proposed.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from stdnum import isbn as isbn_rules

from accounts.text import nfc
from ingest.parsers.person_names import creators_in, is_name
from ingest.parsers.title_page import PageLine, title_in

MAX_TEXT = 2_000  # characters of a line, or of a value of the file; no title page has longer ones
_DC = "{http://purl.org/dc/elements/1.1/}"
_PRISM = "{http://prismstandard.org/namespaces/basic/2.0/}"
_ISBN = re.compile(r"ISBN(?:-1[03])?[:\s]*((?:97[89][-–\s]?)?(?:\d[-–\s]?){9}[\dXx])", re.IGNORECASE)
_YEAR = r"(1[89]\d\d|20\d\d)"
_CITIES = r"(?:Hà Nội|Huế|Đà Nẵng|Cần Thơ|(?:TP\.? ?|Thành phố )?Hồ Chí Minh|Sài Gòn)"
_MONTHS = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_GAP = r"\s{1,3}"
_IN_LINES = re.IGNORECASE | re.MULTILINE
_YEAR_PLACES = (
    re.compile(
        rf"(?:xuất bản|tái bản|in lần thứ \w+|published)[^\n]{{0,40}}?\b(?:năm|in){_GAP}{_YEAR}\b", re.IGNORECASE
    ),
    re.compile(rf"(?:©|\(c\)|copyright|bản quyền)[^\n\d]{{0,60}}{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?:NXB|Nhà xuất bản)[^\n]{{0,60}}?[,–—-]\s{{0,3}}(?:năm{_GAP})?{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"^[ \t]*{_CITIES}\s{{0,3}}[,–—-]\s{{0,3}}(?:năm{_GAP})?{_YEAR}[ \t]*$", _IN_LINES),
    re.compile(rf"^[ \t]*(?:Năm xuất bản|Năm)\s{{0,3}}:?\s{{0,3}}{_YEAR}\s{{0,3}}\.?[ \t]*$", _IN_LINES),
    re.compile(
        rf"^[ \t]*(?:[Nn]gày{_GAP}\d\d?{_GAP}tháng{_GAP}\d\d?{_GAP}năm{_GAP}{_YEAR})[ \t]*$",
        re.MULTILINE,
    ),
    re.compile(rf"^[ \t]*(?:\d\d?{_GAP})?{_MONTHS}(?:{_GAP}\d\d?,)?{_GAP}{_YEAR}[ \t]*$", re.MULTILINE),
)
_PUBLISHER = re.compile(r"(?:^|[\s:,.–—-])(?:Nhà xuất bản|NXB)\.?\s*:?\s+(\S.*)$", re.IGNORECASE)
_IN_NAMES = frozenset({"và", "tế", "&", "-"})  # lower-case words and signs in names of publishers
# Small second syllables in names of publishers: Giáo dục, Đại học Sư phạm, Khoa học và Kỹ thuật, Văn hóa - Thông tin.
_SECOND = frozenset(
    [
        "dục",
        "học",
        "phạm",
        "hóa",
        "hoá",
        "thuật",
        "tin",
        "trị",
        "quốc",
        "gia",
        "nữ",
        "niên",
        "động",
        "đội",
        "nhân",
        "dân",
        "hội",
        "nghệ",
        "thật",
    ]
)
_JUNK_TITLE = re.compile(
    r"^(untitled|no title|document\d*|microsoft \w+ - |slide ?\d|powerpoint|presentation\d*|bìa|trang|scan|img|"
    r"dsc|doc\d|"
    r"không tên|tài liệu\d*$|[\w.-]+\.(?:docx?|pdf|indd|qxd|pptx?|tex|dvi|odt|xlsx?|cdr|p65|pmd)\b)",
    re.IGNORECASE,
)
_JUNK_CREATOR = re.compile(
    r"(admin|user|owner|microsoft|windows|acer|asus|dell|hp\b|canon|unknown|author|scanner)", re.IGNORECASE
)
FIRST_PAGES = 6


@dataclass(frozen=True)
class Proposal:
    """Proposed metadata; empty fields were not certain enough."""

    title: str = ""
    creators: tuple[str, ...] = ()
    year: int | None = None
    isbn: str = ""
    publisher: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return {**asdict(self), "creators": list(self.creators)}


@dataclass(frozen=True)
class Evidence:
    """What an upload tells: file name, properties, XMP packet, and the lines of its first pages."""

    name: str = ""
    metadata: dict[str, str] | None = None
    xmp: str = ""
    pages: Sequence[Sequence[PageLine]] = ()


def propose(evidence: Evidence) -> Proposal:
    """Return each field from the most reliable place that has it."""
    xmp = _xmp(evidence.xmp)
    properties = evidence.metadata or {}
    pages = [_nfc_lines(page) for page in evidence.pages[:FIRST_PAGES]]
    text = "\n".join(line.text for page in pages for line in page)
    first = pages[0] if pages else []
    return Proposal(
        title=_title(first, xmp, properties, PurePath(evidence.name).stem),
        creators=_creators(first, text, xmp, properties),
        year=_year(text, xmp),
        isbn=_isbn(text, xmp),
        publisher=_publisher(text, xmp),
    )


def _title(first: list[PageLine], xmp: dict[str, Any], properties: dict[str, str], stem: str) -> str:
    shown = title_in(first)
    embedded = [_clean(str(xmp.get("title", ""))), _clean(properties.get("title", ""))]
    likely = [title for title in embedded if _is_title(title) and (" " in title or _bare(title) != _bare(stem))]
    # An embedded title counts if the first page shows it too, or shows no title.
    page = _bare(" ".join(line.text for line in first))
    for title in likely:
        if _bare(title) and _bare(title) in page:
            return title
    return shown or (likely[0] if likely else "")


def _creators(first: list[PageLine], text: str, xmp: dict[str, Any], properties: dict[str, str]) -> tuple[str, ...]:
    shown = creators_in([line.text for line in first], text)
    if shown:
        return shown
    embedded = [_clean(name) for name in xmp.get("creators", ())]
    embedded = embedded or [_clean(name) for name in re.split(r"[;,]| and | và |\s&\s", properties.get("author", ""))]
    likely = [name for name in embedded if is_name(name) and not _JUNK_CREATOR.search(name)]
    return tuple(dict.fromkeys(likely)) if likely and len(likely) == len([name for name in embedded if name]) else ()


def _year(text: str, xmp: dict[str, Any]) -> int | None:
    for place in _YEAR_PLACES:
        years = {int(year) for year in place.findall(text)}
        if len(years) == 1:
            return years.pop()
        if years:
            return max(years) if place is _YEAR_PLACES[0] else None
    return xmp.get("year")


def _isbn(text: str, xmp: dict[str, Any]) -> str:
    numbers = {_valid_isbn(number) for number in [*_ISBN.findall(text), str(xmp.get("isbn", ""))]} - {""}
    return numbers.pop() if len(numbers) == 1 else ""


def _valid_isbn(number: str) -> str:
    bare = re.sub(r"[^\dXx]", "", number).upper()
    return str(isbn_rules.to_isbn13(bare)) if bare and isbn_rules.is_valid(bare) else ""


def _publisher(text: str, xmp: dict[str, Any]) -> str:
    for line in text.split("\n"):
        match = _PUBLISHER.search(line)
        name = _name_at_start(match[1]) if match else ""
        if name:
            return f"Nhà xuất bản {name}"
    embedded = _clean(str(xmp.get("publisher", "")))
    return embedded if 3 <= len(embedded) <= 100 and not _JUNK_CREATOR.search(embedded) else ""


def _name_at_start(text: str) -> str:
    """Return the capitalised words at the start of the text, in the usual case."""
    name: list[str] = []
    for word in text.split():
        bare = word.rstrip(",.;:)")
        if not bare or not (bare[0].isupper() or (name and bare in _IN_NAMES | _SECOND)):
            break
        name.append(bare)
        if bare != word:
            break
    while name and name[-1] in _IN_NAMES:
        name.pop()
    if " ".join(name).isupper():
        name = ["và" if word == "VÀ" else word.capitalize() for word in name]
    return " ".join(name)


def _xmp(packet: str) -> dict[str, Any]:
    """Return the Dublin Core of an XMP packet; empty if it cannot be parsed. No entities, no network."""
    if not packet.strip():
        return {}
    try:
        root = ElementTree.fromstring(packet.encode("utf-8", "ignore"))
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return {}
    date = re.match(_YEAR, _first(root, f"{_DC}date"))
    fields: dict[str, Any] = {
        "title": _first(root, f"{_DC}title"),
        "creators": _all(root, f"{_DC}creator"),
        "publisher": _first(root, f"{_DC}publisher"),
        "isbn": _first(root, f"{_PRISM}isbn"),
        "year": int(date[1]) if date else None,
    }
    return {name: value for name, value in fields.items() if value}


def _all(root: Any, tag: str) -> list[str]:
    node = root.find(f".//{tag}")
    if node is None:
        return []
    texts = [_clean(item.text or "") for item in node.iter() if (item.text or "").strip()]
    return [text for text in texts if text]


def _first(root: Any, tag: str) -> str:
    return next(iter(_all(root, tag)), "")


def _is_title(title: str) -> bool:
    letters = sum(char.isalpha() for char in title)
    return letters >= 3 and len(title) <= 250 and not _JUNK_TITLE.match(title) and letters > len(title) / 2


def _clean(text: str) -> str:
    return " ".join(nfc(text[:MAX_TEXT]).replace("\0", " ").split())


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", _clean(text).casefold())


def _nfc_lines(page: Sequence[PageLine]) -> list[PageLine]:
    return [PageLine(_clean(line.text), line.size, line.confidence) for line in page if line.text.strip()]
