"""The title is what stands out on the title page, without the line of the authors; the publisher has its whole name."""

import pytest

from ingest.parsers.proposals import Evidence, propose
from ingest.parsers.title_page import PageLine, title_in


def page(*large: str) -> list[PageLine]:
    """Return a title page with these large lines among small ones."""
    lines = [PageLine(text, 30) for text in large]
    return [PageLine("Tủ sách văn học", 12), *lines, PageLine("Nhà xuất bản Văn học", 12), PageLine("Hà Nội, 2020", 12)]


@pytest.mark.parametrize(
    ("large", "title"),
    [
        (("NGUYỄN DU", "TRUYỆN KIỀU"), "TRUYỆN KIỀU"),
        (("Đất rừng phương Nam", "Đoàn Giỏi"), "Đất rừng phương Nam"),
        (("Tác giả: Tô Hoài", "Dế Mèn phiêu lưu kí"), "Dế Mèn phiêu lưu kí"),
        (("Nguyễn Đình Thi - Tô Hoài", "Truyện ngắn", "chọn lọc"), "Truyện ngắn chọn lọc"),
        (("Chu Văn An",), "Chu Văn An"),
        (("Lê Lợi và khởi nghĩa Lam Sơn",), "Lê Lợi và khởi nghĩa Lam Sơn"),
        (("Thơ", "Nguyễn Trãi", "và lời bình"), "Thơ Nguyễn Trãi và lời bình"),
    ],
)
def test_the_line_of_the_authors_is_no_part_of_the_title(large: tuple[str, ...], title: str) -> None:
    assert title_in(page(*large)) == title


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Nhà xuất bản Giáo dục Việt Nam", "Nhà xuất bản Giáo dục Việt Nam"),
        ("NXB Đại học Sư phạm, 2021", "Nhà xuất bản Đại học Sư phạm"),
        ("Nhà xuất bản Giáo dục giữ bản quyền", "Nhà xuất bản Giáo dục"),
        ("Nhà xuất bản Khoa học và Kỹ thuật", "Nhà xuất bản Khoa học và Kỹ thuật"),
        ("Nhà xuất bản Trẻ", "Nhà xuất bản Trẻ"),
    ],
)
def test_the_name_of_a_publisher_is_taken_whole(line: str, publisher: str) -> None:
    assert propose(Evidence(pages=[[PageLine(line, 12)]])).publisher == publisher
