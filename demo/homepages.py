"""The home pages of the demo's schools: news, and a curated shelf."""

from collections.abc import Sequence

from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.synctree import create_aliases_for_new_page

from accounts.actions import CONTACT_FIELDS, update_contact
from accounts.models import School
from portal.actions import create_school_home
from portal.models import NewsPage, SchoolHomePage
from repository.models import Resource
from sharing.viewer import system_viewer

SHELF = "Cô thủ thư chọn"
NEWS = (
    (
        "tu-sach-mo-cua",
        "Tủ sách của trường đã mở",
        "Sách của trường bạn cũng ở đây: gõ không dấu vẫn tìm được, mượn rồi đọc ngay trên máy.",
        "<p>Từ hôm nay, thầy cô và các em tìm được từng câu trong sách đã quét. Sách Toán và Ngữ văn dùng chung.</p>",
    ),
    (
        "gop-sach-cu",
        "Góp sách cũ, thêm sách mới",
        "Lớp nào có sách hay đã hết hạn bản quyền, mời mang đến thư viện để số hoá.",
        "<p>Thư viện nhận sách vào giờ ra chơi, thứ Ba và thứ Năm. Sách được quét xong sẽ trả lại nguyên vẹn.</p>",
    ),
)


OPENING_HOURS = "Thứ Hai đến thứ Sáu, 7:00–11:30 và 13:30–16:30"


def write_homes(school: School) -> None:
    """Write the contact and the news of a school. Idempotent."""
    home = create_school_home(school)
    if not school.contact_name:
        values = dict.fromkeys(CONTACT_FIELDS, "") | {
            "contact_name": f"Thư viện {school.name}",
            "contact_email": f"thu-vien@{school.code}.example",
            "contact_address": "Tầng 1, nhà A",
            "contact_hours": OPENING_HOURS,
        }
        update_contact(school, values=values, by=system_viewer(school.pk, now=timezone.now()))
    for slug, title, summary, text in NEWS:
        if not Page.objects.child_of(home).filter(slug=slug).exists():
            page = NewsPage(title=title, slug=slug, locale=home.locale, summary=summary)
            page.body = [("text", text)]
            home.add_child(instance=page)
            page.save_revision().publish()
            create_aliases_for_new_page(page)


def choose_books(school: School, titles: Sequence[str]) -> None:
    """Put a shelf with these books before the automatic shelves, once the books exist."""
    home: SchoolHomePage = create_school_home(school)
    books = list(Resource.objects.filter(owner=school, state=Resource.State.PUBLISHED, title__in=titles))
    has_one = any(block.block_type == "shelf_by_hand" for block in home.body)
    if has_one or len(books) < len(titles):
        return
    chosen = {"title": SHELF, "resources": sorted(books, key=lambda book: titles.index(book.title))}
    other_blocks = [(block.block_type, block.value) for block in home.body]
    home.body = [("shelf_by_hand", chosen), *other_blocks]
    home.save_revision().publish()
