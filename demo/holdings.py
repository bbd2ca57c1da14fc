"""The holdings of each school of the demo: description, grants, licence."""

from collections.abc import Iterator
from dataclasses import dataclass

from access.actions import Action
from demo import anthology, handbook, lesson, scan
from demo.booklets import Booklet, booklets
from repository.actions import Description
from repository.models import Resource

Rights, Kind = Resource.Rights, Resource.Kind
EVERYONE, OWN_SCHOOL, GROUP = "everyone", "own school", "group"


@dataclass(frozen=True)
class Holding:
    """One source and its librarian's description. `opened`: pairs of action and audience; `seats` 0: not lent."""

    source: str
    school: str
    description: Description
    opened: tuple[tuple[Action, str], ...]
    seats: int = 0


# The first book to be lent: only teachers of the second school have access, through the agreement.
SCAN = Holding(
    scan.NAME,
    "nguyen-du",
    Description(
        title=anthology.TITLE,
        subtitle=anthology.SUBTITLE,
        creators=(anthology.EDITOR,),
        description="Thơ văn Việt Nam từ Nguyễn Trãi đến Thạch Lam, bảy bài đọc tiếng Anh, lời giới thiệu, chú giải.",
        publisher=anthology.PUBLISHER,
        year=anthology.YEAR,
        isbn=anthology.ISBN.replace("-", ""),
        subjects=("ngu-van",),
        grades=(8, 9),
        languages=("vi", "en"),
        rights=Rights.LICENSED,
        rights_note="Được phép cho mượn ba bản số cùng lúc.",
        protected=True,
    ),
    ((Action.DISCOVER, OWN_SCHOOL), (Action.LOOK_INSIDE, OWN_SCHOOL), (Action.BORROW, OWN_SCHOOL)),
    seats=3,
)

HANDBOOK = Holding(
    handbook.NAME,
    "nguyen-du",
    Description(
        title=handbook.TITLE,
        creators=handbook.CREATORS,
        description="Ba thể của nước, vòng tuần hoàn, dung dịch, nước và sự sống, làm sạch nước; có thí nghiệm nhỏ.",
        publisher=handbook.PUBLISHER,
        year=handbook.YEAR,
        isbn=handbook.ISBN.replace("-", ""),
        subjects=("khtn",),
        grades=(6,),
        languages=("vi",),
        rights=Rights.CC0,
    ),
    ((Action.READ, EVERYONE), (Action.COPY, EVERYONE)),
)

LESSON = Holding(
    f"{lesson.NAME}.mp4",
    "nguyen-du",
    Description(
        title=lesson.TITLE,
        creators=(lesson.TEACHER,),
        description="Bài giảng ghi hình: gấp giấy để thấy một phần hai bằng hai phần tư, rồi rút gọn phân số.",
        year=int(lesson.YEAR),
        kind=Kind.VIDEO,
        subjects=("toan",),
        grades=(4, 6),
        languages=("vi",),
        rights=Rights.OWN,
    ),
    ((Action.READ, EVERYONE),),
)

# Booklets that not everyone may read.
OPENED_OTHERWISE: dict[str, tuple[tuple[Action, str], ...]] = {
    "de-on-tap-toan-9": ((Action.READ, OWN_SCHOOL),),
    "tho-ve-thay-co": ((Action.DISCOVER, EVERYONE), (Action.READ, OWN_SCHOOL)),
    "lap-trinh-scratch": ((Action.READ, GROUP),),
    "giao-an-ngu-van-8": ((Action.DISCOVER, EVERYONE), (Action.READ, OWN_SCHOOL)),
}
# Booklets whose rights wait for clearing: readers read them page by page.
NOT_CLEARED = frozenset({"hat-ru-ba-mien", "tho-ve-thay-co"})


def holdings() -> Iterator[Holding]:
    """Return all of them, those that are digitised soonest first."""
    for booklet in booklets():
        yield _booklet(booklet)
    yield from (HANDBOOK, LESSON, SCAN)


def _booklet(booklet: Booklet) -> Holding:
    description = Description(
        title=booklet.title,
        creators=booklet.creators,
        year=booklet.year,
        kind=booklet.kind,
        subjects=(booklet.subject,),
        grades=booklet.grades,
        languages=("en",) if booklet.subject == "ngoai-ngu-1" else ("vi",),
        rights=Rights.UNKNOWN if booklet.file in NOT_CLEARED else Rights.OWN,
    )
    opened = OPENED_OTHERWISE.get(booklet.file, ((Action.READ, EVERYONE), (Action.COPY, EVERYONE)))
    return Holding(f"{booklet.file}.pdf", booklet.school, description, opened)
