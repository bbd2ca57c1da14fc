"""The schools and people of the demo. Idempotent."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actions import add_membership, create_person, create_school, this_node
from accounts.models import Person, Role, School
from sharing.viewer import visitor

Kind = School.Kind

# Code, name, kind, code of the unit above.
UNITS = (
    ("bo-giao-duc", "Bộ Giáo dục và Đào tạo", Kind.MINISTRY, None),
    ("so-hoa-sen", "Sở Giáo dục và Đào tạo tỉnh Hoa Sen", Kind.PROVINCE, "bo-giao-duc"),
    ("xa-dong-ho", "Xã Đông Hồ", Kind.COMMUNE, "so-hoa-sen"),
    ("phuong-ben-do", "Phường Bến Đò", Kind.COMMUNE, "so-hoa-sen"),
    ("nguyen-du", "Trường THCS Nguyễn Du", Kind.SCHOOL, "xa-dong-ho"),
    ("le-quy-don", "Trường THCS Lê Quý Đôn", Kind.SCHOOL, "xa-dong-ho"),
    ("chu-van-an", "Trường THCS Chu Văn An", Kind.SCHOOL, "phuong-ben-do"),
)


@dataclass(frozen=True)
class Account:
    """An account: its role, and its schools."""

    username: str
    name: str
    roles: tuple[tuple[str, Role], ...]


ACCOUNTS = (
    Account("librarian.a", "Nguyễn Thị Mai", (("nguyen-du", Role.LIBRARIAN),)),
    Account("teacher.a", "Lê Thu Hà", (("nguyen-du", Role.TEACHER),)),
    Account("pupil.a", "Trần Văn Bình", (("nguyen-du", Role.PUPIL),)),
    Account("head.a", "Trịnh Thị Hoa", (("nguyen-du", Role.HEAD),)),
    Account("librarian.b", "Phạm Văn Sơn", (("le-quy-don", Role.LIBRARIAN),)),
    Account("teacher.b", "Đỗ Quang Huy", (("le-quy-don", Role.TEACHER),)),
    Account("teacher.two", "Hoàng Thị Yến", (("nguyen-du", Role.TEACHER), ("le-quy-don", Role.TEACHER))),
    Account("librarian.c", "Vũ Thị Lan", (("chu-van-an", Role.LIBRARIAN),)),
    Account("teacher.c", "Bùi Đức Anh", (("chu-van-an", Role.TEACHER),)),
    Account("officer", "Ngô Thanh Bình", (("so-hoa-sen", Role.OFFICER),)),
    Account("cataloguer", "Lý Thị Ngọc", (("so-hoa-sen", Role.CATALOGUER),)),
    Account("admin", "Đặng Minh Quân", (("bo-giao-duc", Role.NODE_ADMIN),)),
)


def found_units(*, now: datetime) -> dict[str, School]:
    """Create the ministry, province, communes and schools; return them by code."""
    this_node(name="Tủ Sách")
    by = visitor(now=now)
    units: dict[str, School] = {}
    for code, name, kind, above in UNITS:
        existing = School.objects.filter(code=code).first()
        units[code] = existing or create_school(
            code=code, name=name, kind=kind, by=by, under=units[above] if above else None
        )
    return units


def enrol_people(units: dict[str, School], *, password: str, now: datetime) -> dict[str, Person]:
    """Create the accounts and return them by user name; set the password of new ones."""
    people = {}
    for account in ACCOUNTS:
        person = Person.objects.filter(username=account.username).first()
        people[account.username] = person or _enrol(account, units, password=password, now=now)
    return people


def _enrol(account: Account, units: dict[str, School], *, password: str, now: datetime) -> Person:
    by = visitor(now=now)
    first = units[account.roles[0][0]]
    person = create_person(username=account.username, name=account.name, school=first, password=password, by=by)
    for code, role in account.roles:
        add_membership(person, school=units[code], role=role, by=by)
    return person
