"""The collection of the demo that readers see: in an order, on the school's page and on a shelf of its home."""

from access.viewer import Viewer
from accounts.models import School
from demo import handbook, lesson
from portal.actions import create_school_home
from repository.actions import add_to_collection, make_collection
from repository.models import Collection, Resource

NAME = "Bắt đầu lớp 6"
DESCRIPTION = "Thầy cô chọn cho các em mới vào trường: đọc lần lượt từ trên xuống, mỗi tuần một mục."
TITLES = (handbook.TITLE, lesson.TITLE, "Hình học quanh em", "Làm văn tả cảnh")
LEAST = 2  # fewer books make no collection: the demo may be cut short


def show_collection(school: School, *, by: Viewer) -> None:
    """Make the collection of those of the titles that the school has, in their order. Idempotent."""
    books = {book.title: book for book in Resource.objects.filter(owner=school, title__in=TITLES)}
    if len(books) < LEAST or Collection.objects.filter(school=school, name=NAME).exists():
        return
    collection = make_collection(school=school, name=NAME, description=DESCRIPTION, is_shown=True, by=by)
    for title in TITLES:
        if title in books:
            add_to_collection(collection, resource=books[title], by=by)
    _put_on_home(school, collection)


def _put_on_home(school: School, collection: Collection) -> None:
    """Put a shelf of the collection before the other blocks of the school's home."""
    home = create_school_home(school)
    others = [(block.block_type, block.value) for block in home.body]
    home.body = [("shelf_of_collection", {"title": "", "collection": collection}), *others]
    home.save_revision().publish()
