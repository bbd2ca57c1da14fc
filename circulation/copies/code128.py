"""Code 128 (ISO/IEC 15417): the bars of a text of ASCII; set B, and set C for digits where that is shorter."""

import re

# The widths of bars and spaces, in modules, of each symbol; the last one is the stop.
_SYMBOLS = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
    "2331112",
]
_START_B, _START_C, _TO_C, _STOP = 104, 105, 99, 106
_MODULUS = 103
QUIET = 10  # modules of white on each side


def can_encode(text: str) -> bool:
    """Return whether the text has only characters of set B."""
    return bool(text) and all(" " <= letter <= "~" for letter in text)


def widths_of(text: str) -> list[int]:
    """Return the widths of bars and spaces in turn, in modules, beginning with a bar. Raise ValueError for others."""
    if not can_encode(text):
        raise ValueError(text)
    codes = _codes(text)
    check = (codes[0] + sum(place * code for place, code in enumerate(codes[1:], 1))) % _MODULUS
    return [int(width) for code in (*codes, check, _STOP) for width in _SYMBOLS[code]]


def _codes(text: str) -> list[int]:
    """Return the values of the symbols: digits at the end, at least four, are pairs of set C."""
    digits = len(text) - len(text.rstrip("0123456789"))
    paired = digits - digits % 2 if digits >= 4 else 0
    head, pairs = text[: len(text) - paired], re.findall("..", text[len(text) - paired :])
    codes = [_START_B, *(ord(letter) - 32 for letter in head)] if head else [_START_C]
    if head and pairs:
        codes.append(_TO_C)
    return [*codes, *map(int, pairs)]
