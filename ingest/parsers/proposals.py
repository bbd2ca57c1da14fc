"""What a librarian is offered as title, creators, year, ISBN and publisher: from properties, XMP and first pages.

A wrong proposal is worse than none: every field stays empty unless it was found where such a thing stands and looks
like one. Words that Tesseract was not sure of are not proposed.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from stdnum import isbn as isbn_rules

from ingest.parsers.person_names import creators_in, is_name
from ingest.parsers.title_page import Line, title_in

_DC = "{http://purl.org/dc/elements/1.1/}"
_PRISM = "{http://prismstandard.org/namespaces/basic/2.0/}"
_ISBN = re.compile(r"ISBN(?:-1[03])?[:\s]*((?:97[89][-–\s]?)?(?:\d[-–\s]?){9}[\dXx])", re.IGNORECASE)
_YEAR = r"(1[89]\d\d|20\d\d)"
_CITIES = r"(?:Hà Nội|Huế|Đà Nẵng|Cần Thơ|(?:TP\.? ?|Thành phố )?Hồ Chí Minh|Sài Gòn)"
_MONTHS = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_IN_LINES = re.IGNORECASE | re.MULTILINE
_YEAR_PLACES = (
    re.compile(rf"(?:xuất bản|tái bản|in lần thứ \w+|published)[^\n]{{0,40}}?\b(?:năm|in)\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?:©|\(c\)|copyright|bản quyền)[^\n\d]{{0,60}}{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?:NXB|Nhà xuất bản)[^\n]{{0,60}}?[,–—-]\s*(?:năm\s+)?{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"^\s*{_CITIES}\s*[,–—-]\s*(?:năm\s+)?{_YEAR}\s*$", _IN_LINES),
    re.compile(rf"^\s*(?:Năm xuất bản|Năm)\s*:?\s*{_YEAR}\s*\.?\s*$", _IN_LINES),
    re.compile(rf"^\s*(?:[Nn]gày\s+\d\d?\s+tháng\s+\d\d?\s+năm\s+{_YEAR})\s*$", re.MULTILINE),
    re.compile(rf"^\s*(?:\d\d?\s+)?{_MONTHS}(?:\s+\d\d?,)?\s+{_YEAR}\s*$", re.MULTILINE),
)
_PUBLISHER = re.compile(r"(?:^|[\s:,.–—-])(?:Nhà xuất bản|NXB)\.?\s*:?\s+(\S.*)$", re.IGNORECASE)
_IN_NAMES = frozenset({"và", "tế", "&", "-"})  # small words and signs inside the names of publishers
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
    """What may be offered; empty where nothing was certain enough."""

    title: str = ""
    creators: tuple[str, ...] = ()
    year: int | None = None
    isbn: str = ""
    publisher: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {**asdict(self), "creators": list(self.creators)}


@dataclass(frozen=True)
class Evidence:
    """All that is known of an upload: its name, its properties, its XMP, the lines of its first pages."""

    name: str = ""
    metadata: dict[str, str] | None = None
    xmp: str = ""
    pages: Sequence[Sequence[Line]] = ()


def propose(evidence: Evidence) -> Proposal:
    """Each field from the most trustworthy place that has it."""
    described = _xmp(evidence.xmp)
    properties = evidence.metadata or {}
    pages = [_nfc_lines(page) for page in evidence.pages[:FIRST_PAGES]]
    text = "\n".join(line.text for page in pages for line in page)
    first = pages[0] if pages else []
    return Proposal(
        title=_title(first, described, properties, PurePath(evidence.name).stem),
        creators=_creators(first, text, described, properties),
        year=_year(text, described),
        isbn=_isbn(text, described),
        publisher=_publisher(text, described),
    )


def title_by_name(name: str) -> str:
    """A working title until a librarian has looked: the file's name without what computers add."""
    stem = unicodedata.normalize("NFC", PurePath(name).stem)
    words = re.sub(r"[_\s]+", " ", re.sub(r"(?<=\w)-(?=\w)", " ", stem) if " " not in stem else stem)
    return words.strip(" .-")[:200] or unicodedata.normalize("NFC", name)[:200]


def _title(first: list[Line], described: dict[str, Any], properties: dict[str, str], stem: str) -> str:
    shown = title_in(first)
    said = [_clean(str(described.get("title", ""))), _clean(properties.get("title", ""))]
    kept = [title for title in said if _is_title(title) and (" " in title or _bare(title) != _bare(stem))]
    # What the file says counts where the first page shows it too, or where the page shows nothing of the kind.
    page = _bare(" ".join(line.text for line in first))
    for title in kept:
        if _bare(title) and _bare(title) in page:
            return title
    return shown or (kept[0] if kept else "")


def _creators(first: list[Line], text: str, described: dict[str, Any], properties: dict[str, str]) -> tuple[str, ...]:
    shown = creators_in([line.text for line in first], text)
    if shown:
        return shown
    said = [_clean(name) for name in described.get("creators", ())]
    said = said or [_clean(name) for name in re.split(r"[;,]| and | và |\s&\s", properties.get("author", ""))]
    good = [name for name in said if is_name(name) and not _JUNK_CREATOR.search(name)]
    return tuple(dict.fromkeys(good)) if good and len(good) == len([name for name in said if name]) else ()


def _year(text: str, described: dict[str, Any]) -> int | None:
    for place in _YEAR_PLACES:
        years = {int(found) for found in place.findall(text)}
        if len(years) == 1:
            return years.pop()
        if years:
            return max(years) if place is _YEAR_PLACES[0] else None
    return described.get("year")


def _isbn(text: str, described: dict[str, Any]) -> str:
    found = {_valid_isbn(number) for number in [*_ISBN.findall(text), str(described.get("isbn", ""))]} - {""}
    return found.pop() if len(found) == 1 else ""


def _valid_isbn(number: str) -> str:
    bare = re.sub(r"[^\dXx]", "", number).upper()
    return str(isbn_rules.to_isbn13(bare)) if bare and isbn_rules.is_valid(bare) else ""


def _publisher(text: str, described: dict[str, Any]) -> str:
    for line in text.split("\n"):
        found = _PUBLISHER.search(line)
        name = _name_at_start(found[1]) if found else ""
        if name:
            return f"Nhà xuất bản {name}"
    said = _clean(str(described.get("publisher", "")))
    return said if 3 <= len(said) <= 100 and not _JUNK_CREATOR.search(said) else ""


def _name_at_start(text: str) -> str:
    """The words with a capital with which the line goes on, as a catalogue writes them."""
    kept: list[str] = []
    for word in text.split():
        bare = word.rstrip(",.;:)")
        if not bare or not (bare[0].isupper() or (kept and bare in _IN_NAMES)):
            break
        kept.append(bare)
        if bare != word:
            break
    while kept and kept[-1] in _IN_NAMES:
        kept.pop()
    if " ".join(kept).isupper():
        kept = ["và" if word == "VÀ" else word.capitalize() for word in kept]
    return " ".join(kept)


def _xmp(packet: str) -> dict[str, Any]:
    """Dublin Core of the packet; nothing where it cannot be read. No entities, no network."""
    if not packet.strip():
        return {}
    try:
        root = ElementTree.fromstring(packet.encode("utf-8", "ignore"))
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return {}
    date = re.match(_YEAR, _first(root, f"{_DC}date"))
    found: dict[str, Any] = {
        "title": _first(root, f"{_DC}title"),
        "creators": _all(root, f"{_DC}creator"),
        "publisher": _first(root, f"{_DC}publisher"),
        "isbn": _first(root, f"{_PRISM}isbn"),
        "year": int(date[1]) if date else None,
    }
    return {name: value for name, value in found.items() if value}


def _all(root: Any, tag: str) -> list[str]:
    node = root.find(f".//{tag}")
    if node is None:
        return []
    texts = [_clean(item.text or "") for item in node.iter() if (item.text or "").strip()]
    return [text for text in texts if text]


def _first(root: Any, tag: str) -> str:
    return next(iter(_all(root, tag)), "")


def _is_title(title: str) -> bool:
    letters = sum(sign.isalpha() for sign in title)
    return letters >= 3 and len(title) <= 250 and not _JUNK_TITLE.match(title) and letters > len(title) / 2


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\0", " ").split())


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", _clean(text).casefold())


def _nfc_lines(page: Sequence[Line]) -> list[Line]:
    return [Line(_clean(line.text), line.size, line.sure) for line in page if line.text.strip()]
