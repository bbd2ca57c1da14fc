"""Whole numbers in Vietnamese words, as protocols have them: 105 is “một trăm linh năm”."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu", " tỉ")


def in_words(number: int) -> str:
    """Return a number from 0 to 999 999 999 999 in words."""
    if number == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 1000)
        groups.append(group)
    parts = [
        _group(group, is_first=place == len(groups) - 1) + _GROUPS[place] for place, group in enumerate(groups) if group
    ]
    return " ".join(reversed(parts))


def _group(group: int, *, is_first: bool) -> str:
    """Return up to three digits; inside a number with its hundreds, also none."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [] if is_first and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if tens > 1:
        words.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_ones(tens, ones))
    return " ".join(words)


def _ones(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:
        return "lăm"
    return _DIGITS[ones]
