"""The languages of records: every code of ISO 639-2, and languages of Viet Nam's peoples that only ISO 639-3 has.

A code is that of BCP 47: two letters where ISO 639-1 has them, else three. languages.tsv is made of the code lists of
Debian's iso-codes and of the names of Unicode CLDR, names of Viet Nam's peoples as the country writes them; its column
`marc` is the code of the MARC list (ISO 639-2/B), for languages of ISO 639-3 alone that of their group.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, gettext

from accounts.text import nfc
from repository.collation import sort_key
from repository.spelling import fold

TABLE = Path(__file__).with_name("languages.tsv")
# What schools of Viet Nam hold, which stands first in lists.
FREQUENT = ("vi", "en", "fr", "zh", "ru", "ja", "ko", "de", "km", "lo", "hmn", "tyz", "nut", "blt", "mtq", "rad", "jra",
            "bdq", "cjm")  # fmt: skip
LEARNT = ("es", "it", "pt", "la", "ar", "hi", "sa", "pi", "th", "id", "ms", "my", "tl", "cs", "pl", "hu", "bg", "ro",
          "uk", "nl", "sv", "twh", "cje", "sed", "kpm", "hre", "cmo", "bru", "ktv", "jeh", "kjg", "ium",
          "rog")  # fmt: skip
UNSPECIFIC = ("mul", "zxx")  # several languages, none: what a record says that names no other
_SAME = {"fra": "fr", "zho": "zh", "deu": "de", "ces": "cs", "cym": "cy", "ell": "el", "eus": "eu", "fas": "fa",
         "hye": "hy", "isl": "is", "kat": "ka", "mkd": "mk", "mri": "mi", "msa": "ms", "mya": "my", "nld": "nl",
         "ron": "ro", "slk": "sk", "sqi": "sq", "bod": "bo"}  # ISO 639-2/T  # fmt: skip
# Other names that lists and people write, folded.
_OTHER_NAMES = {
    "vn": "vi", "viet nam": "vi", "tieng viet nam": "vi", "anh van": "en", "phap van": "fr", "trung quoc": "zh",
    "tieng trung quoc": "zh", "hoa": "zh", "tieng hoa": "zh", "trung van": "zh", "han quoc": "ko",
    "tieng han quoc": "ko", "tieng trieu tien": "ko", "nga van": "ru", "nhat ban": "ja", "tieng nhat ban": "ja",
    "mong": "hmn", "tieng mong": "hmn", "tieng hmong": "hmn", "h mong": "hmn", "tieng h mong": "hmn", "kho me": "km",
    "tieng kho me": "km", "tieng kh mer": "km", "cham": "cjm", "tieng cham": "cjm", "ede": "rad", "tieng ede": "rad",
    "e de": "rad", "jrai": "jra", "tieng jrai": "jra", "gia rai": "jra", "bana": "bdq", "tieng bana": "bdq",
    "ba na": "bdq", "tieng bahnar": "bdq", "tieng duc": "de", "tieng thai lan": "th", "thai lan": "th",
    "da ngon ngu": "mul", "song ngu": "mul",
}  # fmt: skip
_WITH_MARKS = {"tiếng hán": "zh", "hán": "zh", "hán văn": "zh"}  # whose letters without marks name another one


@dataclass(frozen=True)
class Language:
    """A language: its code, its code in MARC, and its names."""

    code: str
    marc: str
    vi: str
    en: str

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return self.en if (get_language() or "vi").startswith("en") else self.vi

    @property
    def is_in_marc_list(self) -> bool:
        """Whether MARC has a code for it, not only for its group."""
        return len(self.code) == 2 or self.code == self.marc


@cache
def languages() -> Mapping[str, Language]:
    """Return the languages by code."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return {line.partition("\t")[0]: Language(*line.split("\t")) for line in lines}


def is_language(code: str) -> bool:
    """Return whether records may have this code."""
    return code in languages()


def language_name(code: str) -> str:
    """Return the name of a language in the active language; an unknown code as it is, “unknown” for none."""
    known = languages().get(code)
    return known.name if known else code or gettext("unknown")


def language_choices() -> list[tuple[str, str]]:
    """Return code and name of every language: the frequent ones, then the others in the order of their names."""
    others = [(code, known.name) for code, known in languages().items() if code not in FREQUENT]
    return [*frequent_languages(), *sorted(others, key=lambda pair: sort_key(pair[1]))]


def frequent_languages() -> list[tuple[str, str]]:
    """Return code and name of the frequent languages."""
    return [(code, languages()[code].name) for code in FREQUENT]


def known_languages() -> list[tuple[str, str]]:
    """Return code and name of the languages that people ask for: the frequent ones and LEARNT."""
    return [(code, languages()[code].name) for code in (*FREQUENT, *LEARNT)]


def spoken_names() -> list[tuple[str, str]]:
    """Return code and Vietnamese name of the languages that people ask for."""
    return [(code, languages()[code].vi) for code in (*FREQUENT, *LEARNT)]


def language_of(text: str) -> str:
    """Return the code that a text means: a code of any of the lists, or a name; empty for another text.

    A name as lists write it comes first: “Ga” is a language of Ghana, `ga` Irish.
    """
    if code := _exact_names().get(text.strip()):
        return code
    written = _key(text)
    plain = fold(written)
    return _codes().get(plain, "") or _WITH_MARKS.get(written, "") or _names().get(plain, "")


def languages_in(texts: Iterable[str]) -> list[str]:
    """Return the codes that texts mean, each once; `vi-VN` is `vi`, and what means none is left out."""
    found = (language_of(text) or language_of(re.split(r"[-_]", text)[0]) for text in texts)
    return list(dict.fromkeys(filter(None, found)))


def marc_code(code: str) -> str:
    """Return the code of MARC's list for a language, or of its group."""
    return languages()[code].marc


def is_exact(code: str) -> bool:
    """Return whether MARC has a code for this language itself."""
    return languages()[code].is_in_marc_list


@cache
def _codes() -> Mapping[str, str]:
    exact = {known.marc: code for code, known in languages().items() if known.is_in_marc_list}
    return {**_SAME, **exact, **{code: code for code in languages()}}


@cache
def _exact_names() -> Mapping[str, str]:
    return {name: known.code for known in languages().values() for name in (known.vi, known.en)}


@cache
def _names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for code, known in languages().items():
        for name in (known.vi, known.en):
            names.setdefault(fold(_key(name)), code)
    for code in reversed(FREQUENT):  # “Pháp” in a column of languages
        names.setdefault(fold(_key(languages()[code].vi)).removeprefix("tieng "), code)
    return {**names, **_OTHER_NAMES}


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", " ", nfc(text).lower()).strip()
