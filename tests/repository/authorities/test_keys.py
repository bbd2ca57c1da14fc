"""Forms meet by their keys: in any spelling; without diacritics only if one of the two has none at all."""

import unicodedata

import pytest

from repository.authorities.keys import MAX_KEY, folded_key, is_same, stored_key

pytestmark = pytest.mark.backend_independent


@pytest.mark.parametrize(
    ("kind", "form", "other"),
    [
        ("person", "Nguyễn Minh Châu", "Nguyễn, Minh Châu"),
        ("person", "Nguyễn Minh Châu", "Châu, Nguyễn Minh"),
        ("person", "Nguyễn Minh Châu", "NGUYEN MINH CHAU, 1930-1988"),
        ("person", "Hugo, Victor", "Victor Hugo"),
        ("person", "Đặng Thuỳ Trâm", unicodedata.normalize("NFD", "ĐẶNG THÙY TRÂM")),
        ("subject", "Lịch sử Mĩ", "lịch sử Mỹ"),
        ("body", "Bộ Giáo dục và Đào tạo", "bộ giáo dục và đào tạo."),
    ],
)
def test_the_same(kind: str, form: str, other: str) -> None:
    assert is_same(kind, form, other)
    assert is_same(kind, other, form)
    assert stored_key(kind, form) == folded_key(stored_key(kind, form))


@pytest.mark.parametrize(
    ("kind", "form", "other"),
    [
        ("person", "Nguyễn Văn An", "Nguyễn Văn Ân"),  # two names: both have diacritics
        ("person", "Nguyễn Minh Châu", "Minh Châu"),
        ("person", "", ""),
        ("subject", "Má", "Mà"),
        ("subject", "Châu, Nguyễn", "Nguyễn Châu"),  # only names are turned round
    ],
)
def test_not_the_same(kind: str, form: str, other: str) -> None:
    assert not is_same(kind, form, other)


def test_keys_fit_their_column() -> None:
    assert len(folded_key("a " * 1000)) == MAX_KEY
