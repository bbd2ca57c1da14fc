"""Is this Vietnamese? Tells by syllables: onset, rhyme and tone are a closed list, which English words rarely meet."""

import re
import unicodedata
from collections.abc import Iterable

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_RISING_OR_LOW = {"\u0301", "\u0323"}  # the only tones of a rhyme that ends in c, ch, p, t
_ONSET = "(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet
    ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u uc ui um un ung up ut ua uân uâng uât uây uê uên uêch uênh uêu uôc uôi uôm uôn uông uôt uơ
    uy uya uych uyên uyêt uynh uyt uyu uyn uyp ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu ym yt ynh
"""
_SYLLABLE = re.compile(_ONSET + "(?:" + "|".join(sorted(_RHYMES.split(), key=len, reverse=True)) + ")")
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")
_COMMON = """
    the of and to in is that it for as was with be by on are this from or which have has not but they you we can
    will their an at his her were been one all when there what if more these would
"""
_ENGLISH = frozenset(_COMMON.split())
_ENOUGH = 8  # words below which nothing is said


def is_syllable(word: str) -> bool:
    """Whether the word, in any case, NFC or NFD, could be a Vietnamese syllable."""
    tone, letters = _apart(word)
    if len(tone) > 1 or not _SYLLABLE.fullmatch(letters):
        return False
    stopped = letters.endswith(("c", "ch", "p", "t"))
    return not stopped or bool(_RISING_OR_LOW & set(tone))


def words_of(text: str) -> list[str]:
    """Runs of letters, in NFC and lower case, single letters left out."""
    return [word for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()) if len(word) > 1]


def foreign_share(words: Iterable[str]) -> float:
    """Which part of the words is no Vietnamese syllable, 0 to 1; 0 where there are too few words to tell."""
    known = [is_syllable(word) for word in words]
    return known.count(False) / len(known) if len(known) >= _ENOUGH else 0.0


def language_of(text: str) -> str:
    """`vi`, `en`, or nothing where it cannot be told."""
    words = words_of(text)
    if len(words) < _ENOUGH:
        return ""
    marked = sum(bool(_MARKED.search(word)) for word in words) / len(words)
    if marked >= 0.25 and foreign_share(words) <= 0.45:
        return "vi"
    english = sum(word in _ENGLISH for word in words) / len(words)
    return "en" if english >= 0.15 and marked < 0.05 else ""


def languages_of(texts: Iterable[str]) -> list[str]:
    """The languages that at least a tenth of the texts are in, the commonest first."""
    found = [language for language in map(language_of, texts) if language]
    ranked = sorted(set(found), key=lambda language: (-found.count(language), language))
    return [language for language in ranked if found.count(language) * 10 >= len(found)]


def looks_garbled(text: str) -> bool:
    """A text layer that says nothing: glyphs without a letter, or an old Vietnamese font (TCVN3, VNI) read as Latin."""
    signs = [sign for sign in text if not sign.isspace()]
    if not signs:
        return False
    lost = sum(sign == "\ufffd" or unicodedata.category(sign) in {"Co", "Cn", "Cc"} for sign in signs)
    words = re.findall(r"\S+", text)
    strange = sum(
        bool(re.search(r"[^\W\d_][^\w\s'’\-.,;:!?()/&@\"“”…–—*+=<>\[\]][^\W\d_]|[µ¶®©¸¹¬]", word)) for word in words
    )
    return lost > 0.05 * len(signs) or (len(words) >= _ENOUGH and strange > 0.2 * len(words))


def _apart(word: str) -> tuple[list[str], str]:
    """Its tone marks, and its letters without them."""
    signs = unicodedata.normalize("NFD", unicodedata.normalize("NFC", word).lower())
    tones = [sign for sign in signs if sign in _TONES]
    return tones, unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in _TONES))
