"""Pairs as Vietnamese dictionaries order them: each left word stands before its right one."""

import pytest

from repository.collation import given_name_key, sort_key

PAIRS = """
a < à; à < ả; ả < ã; ã < á; á < ạ; ạ < ă; ă < â; â < b; ba < bà; bà < bạ; ca < cá; cá < căn; căn < cân; da < đa; đà < đá
đi < e; e < ê; ê < g; ga < gà; ha < hà; hai mươi < hải lý; hán tự < hạn; hạn < hạn hán; hoa < hoà; hoa hồng < hoạ sĩ
im < ít; kẻ < kế; la < là; là lượt < lá; lá < lá cờ; lan < lán; ma < má; mả < mã; mèo < mẹo; nam < năm; năm < nắm
năm < nâng; nga < ngà; o < ô; ô < ơ; on < ôn; ôn < ơn; phố < phở; quả < quá; rồng < rỗng; sa < sá; tai < tay
tập 2 < tập 10; Toán 6 < Toán 10; Toán 9 < Toán 11; u < ư; ung < ưng; va < vá; vân < vấn; xa < xá; y < ý; thi < thí
đại số < đạo đức; Đại < đạo; an < An; lớp 1 < lớp 1 A; thời < thời gian; nước < nước Nga; vui < vùi
"""
NAMES = (
    "Lê Văn An < Trần Thị An; Trần Thị An < Đặng Ánh; Nguyễn Văn Bình < Lê Cường; Đỗ Dũng < Bùi Đào; Phan Hà < An Hạ"
)


def pairs(text):
    found = [pair.strip() for line in text.strip().splitlines() for pair in line.split(";")]
    return [pair for pair in found if pair]


@pytest.mark.parametrize("pair", pairs(PAIRS))
def test_the_left_word_stands_first(pair):
    first, second = pair.split(" < ")
    assert sort_key(first) < sort_key(second)


def test_there_are_sixty_of_them():
    assert len(pairs(PAIRS)) >= 60


@pytest.mark.parametrize("pair", pairs(NAMES))
def test_people_stand_by_given_name(pair):
    first, second = pair.split(" < ")
    assert given_name_key(first) < given_name_key(second)
