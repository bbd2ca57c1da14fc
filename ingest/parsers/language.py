"""Detect Vietnamese by its syllables: onsets, rhymes and tones form a closed list that English words rarely match.

The choice of the OCR model and the test of a text layer need the share of words that are not Vietnamese syllables; a
language detector for texts does not give it.
"""

import re
import unicodedata
from collections.abc import Iterable

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOP_TONES = {"\u0301", "\u0323"}  # sắc and nặng: the only tones of a rhyme that ends in c, ch, p or t
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
_COMMON_ENGLISH = """
    the of and to in is that it for as was with be by on are this from or which have has not but they you we can
    will their an at his her were been one all when there what if more these would
"""
_ENGLISH = frozenset(_COMMON_ENGLISH.split())
_MIN_WORDS = 8  # fewer give no result


def is_syllable(word: str) -> bool:
    """Return whether the word, in any case, NFC or NFD, could be a Vietnamese syllable."""
    tones, letters = _split_tones(word)
    if len(tones) > 1 or not _SYLLABLE.fullmatch(letters):
        return False
    ends_in_stop = letters.endswith(("c", "ch", "p", "t"))
    return not ends_in_stop or bool(_STOP_TONES & set(tones))


def words_of(text: str) -> list[str]:
    """Return the runs of at least two letters, in NFC and lower case."""
    return [word for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()) if len(word) > 1]


def foreign_share(words: Iterable[str]) -> float:
    """Return the share of words that are not Vietnamese syllables, from 0 to 1; 0 for fewer than 8 words."""
    are_syllables = [is_syllable(word) for word in words]
    return are_syllables.count(False) / len(are_syllables) if len(are_syllables) >= _MIN_WORDS else 0.0


def language_of(text: str) -> str:
    """Return `vi`, `en`, or an empty string if undecided."""
    words = words_of(text)
    if len(words) < _MIN_WORDS:
        return ""
    marked = sum(bool(_MARKED.search(word)) for word in words) / len(words)
    if marked >= 0.25 and foreign_share(words) <= 0.45:
        return "vi"
    english = sum(word in _ENGLISH for word in words) / len(words)
    return "en" if english >= 0.15 and marked < 0.05 else ""


def languages_of(texts: Iterable[str]) -> list[str]:
    """Return the languages of at least a tenth of the texts, the most frequent first."""
    languages = [language for language in map(language_of, texts) if language]
    ranked = sorted(set(languages), key=lambda language: (-languages.count(language), language))
    return [language for language in ranked if languages.count(language) * 10 >= len(languages)]


def common_english(word: str) -> bool:
    """Return whether the word is one of the most frequent English ones."""
    return word.lower() in _ENGLISH


def _split_tones(word: str) -> tuple[list[str], str]:
    """Return the tone marks of the word, and its letters without them."""
    chars = unicodedata.normalize("NFD", unicodedata.normalize("NFC", word).lower())
    tones = [char for char in chars if char in _TONES]
    return tones, unicodedata.normalize("NFC", "".join(char for char in chars if char not in _TONES))
