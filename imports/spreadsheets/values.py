"""The text of a cell as a value: numbers, years, prices, dates, names, lists, copy numbers, codes of the catalogue.

Functions return the value, or raise the RecordProblem that says what to correct.
"""

import re
from collections.abc import Iterator
from datetime import date

from stdnum import isbn as isbn_rules

from accounts.dates import parsed_date
from accounts.text import clean_line
from imports.spreadsheets.errors import BadCount, BadDay, BadNumbers, BadPrice, BadYear
from imports.spreadsheets.words import KINDS, LATIN_NUMBERS, RIGHTS, ROLES, SUBJECTS
from repository.curriculum import GRADES, Programme, programme
from repository.curriculum.programme import shipped
from repository.languages import language_of
from repository.spelling import fold

MAX_COPIES = 5_000  # of one row
MIN_YEAR, MAX_YEAR = 1000, 2100
MAX_PRICE = 10**9  # đồng
MAX_NUMBER = 40  # characters of a copy number
_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d{2}|2100)(?!\d)")
_AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<sign>[.,  ])\d{3})(?:(?P=sign)\d{3})*|\d+)(?:[.,]\d{1,2})?"
    r"(?P<thousands>\s*(?:k|nghin|ngan)\b)?\s*(?:d|dong|vnd|vn d)?\s*(?:/.*)?\.?",
)
_RANGE = re.compile(r"\s*(?:-|–|—|->|→|…|\.\.+|đến|den|tới|to)\s*", re.IGNORECASE)
_NUMBERED = re.compile(r"(.*?)(\d+)")
_PARTS = re.compile(r"[;\n|]")
_SLASH = re.compile(r"\s+/\s*|\s*/\s+|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})")
_ROLE_IN_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]{1,40})\)\s*[.:]?$")
_ROLE_CODE = re.compile(r"^(.+?)\s*\[([a-z0-9]{1,20})\]$", re.IGNORECASE)
_ROLE_BEFORE = re.compile(r"^([^:]{2,30}):\s*(.+)$")
_CODE_AND_NAME = re.compile(r"^[A-Z0-9Đ.]{1,12}\s+[-–]\s+(?=\S)")


def key(text: str) -> str:
    """Return a word without marks, capitals and signs, by which the tables above are searched."""
    return re.sub(r"[\W_]+", " ", fold(text).lower()).strip()


def year(text: str) -> int:
    """Return the one year that a cell names: 2024, c2024, “Hà Nội, 2024”, a date. Raise BadYear."""
    years = set(_YEAR.findall(text))
    if len(years) != 1:
        raise BadYear(text=text[:40])
    return int(years.pop())


def price(text: str) -> int:
    """Return the amount in đồng: 45000, 45.000đ, 45,000 VND, 45k. Raise BadPrice."""
    plain = fold(text).lower().replace("₫", "d").strip()
    found = _AMOUNT.fullmatch(plain)
    amount = int(re.sub(r"\D", "", found["whole"])) * (1000 if found["thousands"] else 1) if found else -1
    if not 0 <= amount <= MAX_PRICE:
        raise BadPrice(text=text[:40])
    return amount


def count(text: str) -> int:
    """Return a number of copies: 5, “5 cuốn”, 05. Raise BadCount."""
    found = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?\s*(?:cuon|quyen|ban|b|c|q|copies|copy)?\.?", fold(text).lower().strip())
    if found is None or int(found[1]) > MAX_COPIES:
        raise BadCount(text=text[:40], limit=MAX_COPIES)
    return int(found[1])


def day(text: str) -> date:
    """Return a date: 12/9/2026, 12.IX.2026, 2026-09-12, a number of Excel. Raise BadDay."""
    found = parsed_date(text)
    if found is None or not MIN_YEAR <= found.year <= MAX_YEAR:
        raise BadDay(text=text[:40])
    return found


def isbn(text: str) -> tuple[str, str]:
    """Return the ISBN as thirteen digits, and what is none as it stands; a spreadsheet takes leading zeros away."""
    bare = re.sub(r"^ISBN(?:-1[03])?\s*:?", "", text.strip(), flags=re.IGNORECASE)
    bare = re.sub(r"[\s.\-‐–']", "", bare)
    if re.fullmatch(r"\d[.,]?\d+E\+?\d+", bare, re.IGNORECASE):  # 9.78604E+12: digits are lost
        return "", text.strip()
    for written in (bare, bare.zfill(10) if bare[:-1].isdigit() and len(bare) == 9 else bare):
        if isbn_rules.is_valid(written):
            return isbn_rules.to_isbn13(written).replace("-", ""), ""
    return "", clean_line(text)


def parts(text: str, *, commas: bool = True) -> list[str]:
    """Return the values of a cell that holds several: by semicolons and lines, else by slashes and commas."""
    if _PARTS.search(text):
        found: Iterator[str] | list[str] = _PARTS.split(text)
    elif _SLASH.search(text):
        found = _SLASH.split(text)
    else:
        found = re.split(r",(?!\d)", text) if commas else [text]
    return list(dict.fromkeys(filter(None, (clean_line(part).strip(" ,") for part in found))))


def names(text: str, role: str) -> list[dict[str, str]]:
    """Return the names of a cell with their roles: “Tô Hoài; Nguyễn Văn A (dịch)”."""
    found = []
    for part in parts(text):
        name, own = _without_role(part)
        if key(name):
            found.append({"name": name, "role": own or role})
    return found


def _without_role(part: str) -> tuple[str, str]:
    """Return a name and the role that stands beside it: (dịch), [trl], “Dịch: …”, or an empty string."""
    if match := _ROLE_CODE.match(part):
        return match[1], match[2]
    if match := _ROLE_IN_BRACKETS.match(part):
        return (match[1], role) if (role := ROLES.get(key(match[2]), "")) and match[1] else (part, "")
    if match := _ROLE_BEFORE.match(part):
        return (match[2], role) if (role := ROLES.get(key(match[1]), "")) else (part, "")
    return part, ""


def without_code(text: str) -> str:
    """Return the name of a cell that a drop-down filled with “CODE - NAME”."""
    return _CODE_AND_NAME.sub("", text, count=1) if _CODE_AND_NAME.match(text) else text


def kind(text: str) -> str:
    """Return the kind of work, or an empty string for a word that is none; “SGK - Sách giáo khoa” is its first part."""
    for word in (text, text.split(" - ")[0], without_code(text), text.split("(")[0]):
        if found := KINDS.get(key(word)):
            return found
    return ""


def rights(text: str) -> str:
    """Return the terms of use, or an empty string for words that are none."""
    return RIGHTS.get(key(text), "")


def language(text: str) -> str:
    """Return the code of a language, or an empty string."""
    return language_of(without_code(text)) or language_of(text)


def subject(text: str) -> str:
    """Return the code of a school subject, or an empty string; a grade behind it, as in “Toán 6”, is ignored."""
    named = _names_of_subjects(programme())
    for word in (text, without_code(text)):
        bare = re.sub(r"^mon ", "", re.sub(r"( lop)? \d{1,2}$", "", key(word)))
        for candidate in (key(word), bare):
            if found := SUBJECTS.get(candidate) or named.get(candidate):
                return found
    return ""


def _names_of_subjects(known: Programme) -> dict[str, str]:
    """Return the code of each subject by its code and names in all languages; by other names, of those units added."""
    global _named
    named_of, names = _named
    if named_of is not known:
        names = {}
        for code, subject in known.subjects.items():
            others = (*subject.short.values(), *subject.words) if code not in shipped().subjects else ()
            for name in (code, *subject.names.values(), *others):
                names.setdefault(key(name), code)
        _named = known, names
    return names


_named: tuple[Programme | None, dict[str, str]] = (None, {})


def grades(text: str) -> list[int]:
    """Return the grades of a cell: 6, “Lớp 6”, “6-9”, “6, 7 và 8”, “Khối VI”, “6A1”; none for what names no grade."""
    plain = re.sub(r"\b(lop|khoi|grades?|class)\b", " ", fold(text).lower()).strip()
    plain = re.sub(r"\b(?:xii|xi|x|ix|viii|vii|vi|v|iv|iii|ii|i)\b", lambda word: str(LATIN_NUMBERS[word[0]]), plain)
    found: list[int] = []
    for part in re.split(r"[,;/\n+&]|\bva\b|\band\b|\s{2,}", plain):
        bounds = re.fullmatch(r"\s*(\d{1,2})\s*(?:-|–|—|den|to)\s*(\d{1,2})\s*", part)
        one = re.fullmatch(r"\s*(\d{1,2})\s*(?:[a-z]\d{0,2})?\s*", part)
        if bounds and int(bounds[1]) <= int(bounds[2]):
            found += range(int(bounds[1]), int(bounds[2]) + 1)
        elif one:
            found.append(int(one[1]))
        elif part.strip():
            return []
    return sorted(set(found)) if found and set(found) <= set(GRADES) else []


def numbers(text: str) -> list[str]:
    """Return the copy numbers of a cell: “TK.00412; TK.00413”, “TK.00412-TK.00415”, “00001 đến 00005”.

    Raise BadNumbers.
    """
    found: list[str] = []
    for part in (clean_line(part).strip(" .") for part in re.split(r"[;,\n|]", text)):
        words = part.split()
        if ranged := _range_of(part):
            found += ranged
        elif len(words) > 1 and all(_NUMBERED.fullmatch(word) for word in words):
            found += words
        elif part:
            found.append(part)
    if len(found) > MAX_COPIES or any(len(number) > MAX_NUMBER for number in found):
        raise BadNumbers(text=text[:60])
    return list(dict.fromkeys(found))


def _range_of(text: str) -> list[str]:
    """Return the numbers from the first to the last one of a range; none for a number that has a hyphen."""
    for sign in _RANGE.finditer(text):
        first, last = _NUMBERED.fullmatch(text[: sign.start()]), _NUMBERED.fullmatch(text[sign.end() :])
        if first is None or last is None or last[1] not in ("", first[1]):
            continue
        low, high = int(first[2]), int(last[2])
        same_width = len(first[2]) == len(last[2]) or not (first[2].startswith("0") or last[2].startswith("0"))
        if low < high and same_width:
            if high - low >= MAX_COPIES:
                raise BadNumbers(text=text[:60])
            return [f"{first[1]}{number:0{len(first[2])}d}" for number in range(low, high + 1)]
    return []
