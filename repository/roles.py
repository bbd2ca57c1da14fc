"""The roles of contributors: MARC relator codes with their names, and the words of lists and title pages for them.

Source of the codes: Library of Congress, MARC Code List for Relators.
"""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from repository.spelling import fold

AUTHOR = "aut"
ROLES: dict[str, Any] = {
    AUTHOR: _("author"),
    "edt": _("editor"),
    "com": _("compiler"),
    "col": _("collector"),
    "trl": _("translator"),
    "ill": _("illustrator"),
    "pht": _("photographer"),
    "cov": _("cover designer"),
    "pfr": _("reviser"),
    "win": _("writer of the introduction"),
    "ctb": _("contributor"),
    "cmp": _("composer"),
    "lyr": _("lyricist"),
    "nrt": _("narrator"),
    "prf": _("performer"),
    "drt": _("director"),
    "spk": _("speaker"),
    "tch": _("teacher"),
    "prg": _("programmer"),
}
# Words of title pages and of schools' lists, folded.
WORDS = {
    "tac gia": AUTHOR, "author": AUTHOR,
    "chu bien": "edt", "bien tap": "edt", "tong chu bien": "edt", "editor": "edt", "ed": "edt",
    "bien soan": "com", "soan": "com", "tuyen chon": "com", "tuyen soan": "com", "compiler": "com",
    "suu tam": "col", "suu tam va bien soan": "col", "collector": "col",
    "dich": "trl", "nguoi dich": "trl", "dich gia": "trl", "translator": "trl", "trans": "trl",
    "minh hoa": "ill", "ve minh hoa": "ill", "tranh": "ill", "ve": "ill", "hoa si": "ill", "illustrator": "ill",
    "anh": "pht", "chup anh": "pht", "photographer": "pht",
    "ve bia": "cov", "trinh bay bia": "cov", "bia": "cov", "cover designer": "cov",
    "hieu dinh": "pfr", "reviser": "pfr",
    "loi tua": "win", "gioi thieu": "win", "de tua": "win", "writer of the introduction": "win",
    "tham gia": "ctb", "nguoi tham gia": "ctb", "contributor": "ctb",
    "nhac": "cmp", "soan nhac": "cmp", "composer": "cmp", "loi": "lyr", "lyricist": "lyr",
    "doc": "nrt", "nguoi doc": "nrt", "narrator": "nrt", "bieu dien": "prf", "performer": "prf",
    "dao dien": "drt", "director": "drt", "dien gia": "spk", "speaker": "spk",
    "giao vien": "tch", "giang day": "tch", "teacher": "tch", "lap trinh": "prg", "programmer": "prg",
}  # fmt: skip
_CODE = re.compile(r"[a-z]{3}")


def role_of(text: str) -> str:
    """Return the code that these words mean, or that they are; empty for other words."""
    folded = fold(text).lower().strip(" .:")
    if found := WORDS.get(folded):
        return found
    named = (code for code, name in ROLES.items() if fold(str(name)).lower() == folded)
    return next(named, folded if _CODE.fullmatch(folded) else "")


def role_name(code: str) -> str:
    """Return the name of the role in the language of now; a code without one stays as it is."""
    return str(ROLES.get(code, code))


def read_line(line: str) -> tuple[str, str]:
    """Return name and code of “Tô Hoài” or “Tạ Huy Long (minh họa)”; other words in brackets belong to the name."""
    name, bracket, words = line.rpartition("(")
    role = role_of(words[:-1]) if bracket and name.strip() and words.endswith(")") else ""
    return (name.strip(), role) if role else (line, AUTHOR)


def write_line(name: str, role: str) -> str:
    """Return the line that `read_line` reads."""
    return name if role == AUTHOR else f"{name} ({role_name(role)})"
