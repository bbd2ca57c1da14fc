"""Roles of contributors: the codes of MARC, and the words that records in Vietnam and elsewhere write for them."""

from accounts.text import clean_line

AUTHOR, OTHER = "aut", "ctb"

# For each code: the word that is written into $e, then others that are read.
TERMS: dict[str, tuple[str, ...]] = {
    "aut": ("tác giả", "author", "viết", "soạn", "người viết", "t.g"),
    "trl": ("dịch", "người dịch", "dịch giả", "biên dịch", "translator", "phỏng dịch"),
    "edt": ("biên tập", "chủ biên", "đồng chủ biên", "tổng chủ biên", "ch.b", "chủ biên", "editor", "ed"),
    "com": ("biên soạn", "sưu tầm", "tuyển chọn", "sưu tầm, biên soạn", "b.s", "compiler", "tuyển soạn"),
    "ill": ("minh họa", "vẽ tranh", "tranh", "vẽ", "họa sĩ", "minh hoạ", "illustrator"),
    "adp": ("phỏng tác", "chuyển thể", "phóng tác", "adapter"),
    "aui": ("giới thiệu", "lời giới thiệu", "đề tựa", "author of introduction"),
    "red": ("hiệu đính", "redaktor"),
    "nrt": ("đọc", "người đọc", "kể", "lời kể", "narrator"),
    "cmp": ("nhạc", "nhạc sĩ", "soạn nhạc", "composer"),
    "lyr": ("lời", "đặt lời", "lyricist"),
    "drt": ("đạo diễn", "director"),
    "pht": ("ảnh", "chụp ảnh", "nhiếp ảnh", "photographer"),
    "prf": ("biểu diễn", "trình bày", "performer"),
    "pbl": ("nhà xuất bản", "publisher"),
    "ths": ("người hướng dẫn", "hướng dẫn", "thesis advisor"),
    "ctb": ("cộng tác", "tham gia", "contributor"),
}
_CODES = {term: code for code, terms in TERMS.items() for term in terms}


def code_of(codes: list[str], terms: list[str]) -> str:
    """Return the role that the subfields $4 and $e say: the first code, else the code of the first term."""
    for code in codes:
        last = clean_line(code).rstrip("/").rpartition("/")[2].lower()
        if last.isascii() and last.isalnum() and len(last) <= 20:
            return last
    named = [term for text in terms if (term := clean_line(text).strip(" .,;()").casefold())]
    return _CODES.get(named[0], OTHER) if named else AUTHOR


def term_of(code: str) -> str:
    """Return the word for the role; empty for a code without one."""
    return TERMS[code][0] if code in TERMS else ""
