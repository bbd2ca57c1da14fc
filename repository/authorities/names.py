"""The forms of a person's name: direct, inverted in the western or the Vietnamese way, with titles or with dates.

Vietnamese names are entered in direct order without a comma (IFLA, Names of Persons, 1996, Viet Nam); records of
western practice invert them at the family name or at the given name. Other names are inverted at the family name.
Libraries considered: nameparser and python-nameparser know western names only.
"""

import re

from repository.spelling import is_syllable

TITLES = re.compile(r"^(?:(?:GS|PGS|TS|ThS|CN|NGND|NGƯT|Thầy|Cô|Ông|Bà|Dr|Prof|Mr|Mrs|Ms)\b\.?\s*)+", re.IGNORECASE)
# Without forms of address, which can be a part of a name: Bà Huyện Thanh Quan.
_ACADEMIC_TITLES = re.compile(r"^(?:(?:GS|PGS|TS|ThS|NGND|NGƯT|Prof)\b\.?\s*)+", re.IGNORECASE)
_FAMILY_NAMES = """
    nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý lí đinh lương đoàn trịnh mai tô đào cao tạ hà
    hàn thái lâm trương phùng vương quách chu châu tống kiều tăng la thân nghiêm bạch từ doãn lưu mạc văn
"""
FAMILY_NAMES = frozenset(_FAMILY_NAMES.split())
# Rarely a given or a middle name: where both parts of an inverted form begin with a family name, these decide.
_FREQUENT = "nguyễn trần lê phạm huỳnh phan vũ võ đặng bùi đỗ hồ ngô"
FREQUENT_FAMILY_NAMES = frozenset(_FREQUENT.split())
_YEARS = r"(?:(?:sinh|mất|b\.|d\.|ca\.?)\s*)?\d{3,4}\??"
_DATES = re.compile(
    rf"(?<![\s,])[\s,]*[\s,(]((?:{_YEARS})?\s?[-–—]\s?(?:{_YEARS})?|(?:sinh|mất|b\.|d\.)\s*\d{{4}})\)?[\s.,]*$", re.I
)
_YEAR = re.compile(r"\d{3,4}")


def split_dates(text: str) -> tuple[str, str]:
    """Return the name and the years of life (`1930-1988`, `1955-`) that follow it; empty where there are none."""
    found = _DATES.search(text)
    if found is None or not _YEAR.search(found[1]):
        return text.strip().rstrip(","), ""
    return text[: found.start()].strip().rstrip(","), _plain_dates(found[1])


def _plain_dates(text: str) -> str:
    born, dash, died = re.sub("[–—]", "-", text).partition("-")
    if not dash:
        year = _first_year(born)
        return f"-{year}" if re.match(r"mất|d\.", born, re.IGNORECASE) else f"{year}-"
    return f"{_first_year(born)}-{_first_year(died)}"


def _first_year(text: str) -> str:
    found = _YEAR.search(text)
    return found[0] if found else ""


def dates_fit(one: str, other: str) -> bool:
    """Return whether two persons with these years of life can be one: no year that both have differs."""
    for first, second in zip(_years(one), _years(other), strict=True):
        if first and second and first != second:
            return False
    return True


def _years(dates: str) -> tuple[str, str]:
    born, _dash, died = dates.partition("-")
    return _first_year(born), _first_year(died)


def without_titles(name: str) -> str:
    """Return the name without academic titles before it."""
    return _ACADEMIC_TITLES.sub("", name).strip() or name


def usual_case(name: str) -> str:
    """Return a name in capitals with one capital for each of its elements; others as they are."""
    return " ".join(part.capitalize() for part in name.split()) if name.isupper() else name


def is_vietnamese(name: str) -> bool:
    """Return whether each element is a Vietnamese syllable."""
    parts = name.replace(",", " ").split()
    return bool(parts) and all(is_syllable(part) for part in parts)


def direct_readings(name: str) -> tuple[str, ...]:
    """Return the name in direct order, likelier first: `Châu, Nguyễn Minh` is Nguyễn Minh Châu.

    An inverted Vietnamese form has two readings where both parts begin with a family name, or neither does.
    """
    name = without_titles(name.strip().rstrip(",").strip())
    before, _comma, rest = (part.strip() for part in name.partition(","))
    if not rest:
        return (before,)
    rest, suffix = _suffix(rest)
    family_first, given_last = f"{before} {rest}{suffix}", f"{rest} {before}{suffix}"
    if not is_vietnamese(f"{before} {rest}"):
        return (given_last,)
    at_family, at_given = _weight(before), _weight(rest.split()[0])
    if at_family and not at_given:
        return (family_first,)
    if at_given and not at_family:
        return (given_last,)
    return (family_first, given_last) if at_family >= at_given else (given_last, family_first)


def _suffix(rest: str) -> tuple[str, str]:
    """Split what follows a second comma: `Martin Luther, Jr.`."""
    given, comma, suffix = rest.partition(",")
    return given.strip(), f", {suffix.strip()}" if comma else ""


def _weight(part: str) -> int:
    """Return how likely a word is a family name: 2, 1 or 0."""
    word = part.lower()
    return (word in FAMILY_NAMES) + (word in FREQUENT_FAMILY_NAMES)


def heading_form(name: str) -> str:
    """Return the name as a heading has it: Vietnamese names direct, others inverted at the family name."""
    name = usual_case(without_titles(split_dates(name)[0]))
    if is_vietnamese(name):
        return direct_readings(name)[0]
    words = name.split()
    if "," in name or len(words) < 2:
        return name
    return f"{words[-1]}, {' '.join(words[:-1])}"


def references(heading: str) -> tuple[str, ...]:
    """Return the other forms that lead to a heading: of a Vietnamese name both inverted ones."""
    words = heading.split()
    if "," in heading:
        return tuple(form for form in direct_readings(heading) if form != heading)
    if len(words) < 2 or not is_vietnamese(heading):
        return ()
    at_family, at_given = f"{words[0]}, {' '.join(words[1:])}", f"{words[-1]}, {' '.join(words[:-1])}"
    return tuple(dict.fromkeys((at_family, at_given)))
