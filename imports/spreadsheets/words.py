"""Words of cells with the codes of the catalogue that they mean: kinds, subjects, rights, roles.

To teach a word, add it in lower case without marks and signs. The words that the screens and exports use are all here.
"""

from collections.abc import Mapping


def _codes(table: Mapping[str, str]) -> Mapping[str, str]:
    """Return the code of each word of a table that has the words of each code."""
    return {word: code for code, words in table.items() for word in words.split(", ")}


KINDS = _codes(
    {
        "textbook": "sgk, sach giao khoa, giao khoa, gk, textbook, sach hoc sinh, sach bai tap, sbt, vo bai tap",
        "book": (
            "sach, sach don, book, books, sach in, stk, tk, sach tham khao, tham khao, snv, nv, sach nghiep vu, "
            "nghiep vu, sgv, sach giao vien, stn, tn, sach thieu nhi, thieu nhi"
        ),
        "periodical": (
            "bao, tap chi, bao tap chi, bc, bao chi, tc, periodical, magazine, journal, an pham dinh ky, an pham "
            "dinh ki"
        ),
        "image": "tranh, anh, tranh anh, ban do, tranh anh ban do, picture, image, map, hinh anh",
        "audio": "cd, dia cd, bang, bang dia, dia, audio, am thanh, sach noi, ban ghi am",
        "video": "video, dvd, dia dvd, phim, bang hinh",
        "lesson": "giao an, ke hoach bai day, lesson, lesson plan, bai giang",
        "worksheet": "phieu hoc tap, phieu bai tap, de thi, de kiem tra, worksheet",
        "simulation": "mo phong, thi nghiem ao, simulation",
    }
)
# Kinds that say no more than what the work is; every other is noted with the copies, whose registers go by it.
PLAIN_KINDS = frozenset(
    {
        "sach", "sach don", "book", "books", "sach in", "sach giao khoa", "textbook", "ke hoach bai day", "lesson plan",
        "phieu hoc tap", "worksheet", "bao tap chi", "periodical", "hinh anh", "picture", "ban ghi am", "audio",
        "video", "mo phong", "simulation",
    }
)  # fmt: skip
RIGHTS = _codes(
    {
        "public_domain": "het han bao ho, thuoc ve cong chung, cong chung, public domain",
        "own": "cua truong, noi sinh, truong soan, truong tu lam, tu bien soan, own, made by the school",
        "cc_by": "cc by, cc by 4 0, creative commons ghi cong, creative commons attribution",
        "cc_by_sa": (
            "cc by sa, cc by sa 4 0, creative commons ghi cong chia se tuong tu, creative commons attribution "
            "sharealike"
        ),
        "cc_by_nc": (
            "cc by nc, cc by nc 4 0, creative commons ghi cong phi thuong mai, creative commons attribution "
            "noncommercial"
        ),
        "cc0": "cc0, cc 0, creative commons zero",
        "licensed": (
            "da mua ban quyen, duoc cap phep, co giay phep, licensed, duoc chu so huu cap phep, licensed from the "
            "rights holder"
        ),
        "in_copyright": "con ban quyen, co ban quyen, giu ban quyen, in copyright, copyright",
        "unknown": "chua ro, chua xac dinh, khong ro, unknown, chua ro ban quyen, not yet cleared",
    }
)
SUBJECTS = _codes(
    {
        "tieng-viet": "tieng viet, tv, vietnamese, vietnamese primary",
        "ngu-van": "ngu van, van, van hoc, tieng viet van hoc, literature",
        "toan": "toan, toan hoc, dai so, hinh hoc, giai tich, so hoc, mathematics, maths, math",
        "ngoai-ngu-1": (
            "ngoai ngu 1, ngoai ngu 1 tieng anh, ngoai ngu, tieng anh, anh, anh van, english, foreign language 1 "
            "english"
        ),
        "ngoai-ngu-2": (
            "ngoai ngu 2, tieng phap, tieng trung, tieng nhat, tieng nga, tieng duc, tieng han, foreign language 2"
        ),
        "tieng-dan-toc": "tieng dan toc, tieng dan toc thieu so, ethnic minority language",
        "dao-duc": "dao duc, ethics, ethics primary",
        "gdcd": "gdcd, giao duc cong dan, cong dan, civic education",
        "gd-kinh-te-phap-luat": (
            "gdktpl, giao duc kinh te va phap luat, kinh te phap luat, kinh te va phap luat, economic and legal "
            "education"
        ),
        "tu-nhien-xa-hoi": "tu nhien va xa hoi, tu nhien xa hoi, tnxh, tn xh, nature and society",
        "khoa-hoc": "khoa hoc, science, science primary",
        "khtn": "khtn, khoa hoc tu nhien, natural science",
        "vat-li": "vat li, vat ly, ly, li, physics",
        "hoa-hoc": "hoa hoc, hoa, chemistry",
        "sinh-hoc": "sinh hoc, sinh, sinh vat, biology",
        "lich-su-dia-li": "lich su va dia li, lich su va dia ly, lich su dia li, lich su dia ly, history and geography",
        "lich-su": "lich su, su, history",
        "dia-li": "dia li, dia ly, dia, geography",
        "cong-nghe": "cong nghe, cn, technology, ki thuat, ky thuat, thu cong",
        "tin-hoc": "tin hoc, tin, informatics, computer science",
        "tin-hoc-cong-nghe": "tin hoc va cong nghe, informatics and technology, informatics and technology primary",
        "gdtc": "gdtc, giao duc the chat, the duc, physical education",
        "am-nhac": "am nhac, nhac, hat nhac, music",
        "mi-thuat": "mi thuat, my thuat, hoi hoa, fine arts, art",
        "nghe-thuat": "nghe thuat, arts",
        "gdqp-an": (
            "gdqp, gdqp an, gdqpan, quoc phong, quoc phong an ninh, giao duc quoc phong, giao duc quoc phong va "
            "an ninh, defence and security education"
        ),
        "hdtn": (
            "hdtn, hdtn hn, hoat dong trai nghiem, hoat dong trai nghiem huong nghiep, experiential and career "
            "activities"
        ),
        "gd-dia-phuong": "gddp, gd dia phuong, giao duc dia phuong, noi dung giao duc dia phuong, local education",
    }
)
ROLES = _codes(
    {
        "trl": "dich, nguoi dich, dich gia, bien dich, translator",
        "ill": "minh hoa, ve, ve tranh, tranh, hoa si, illustrator",
        "edt": "hieu dinh, bien tap, editor",
        "pbd": "tong chu bien",
        "com": "suu tam, tuyen chon, bien soan, tong hop, compiler",
        "aut": "chu bien, tac gia, author, bs, cb",
    }
)
LATIN_NUMBERS: Mapping[str, int] = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
