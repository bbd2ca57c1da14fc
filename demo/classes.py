"""The classes of the demo, with pupils. Idempotent."""

from datetime import date, datetime

from django.utils.timezone import localtime

from accounts.actions import add_membership, create_person
from accounts.models import Membership, Person, Role, School
from roster.actions.years import class_of, enrol, year_name, year_of
from roster.models import MemberDetails, SchoolClass
from roster.usernames import free_username
from sharing.viewer import visitor

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLES = ("Thị", "Văn", "Minh", "Ngọc", "Đức", "Thanh", "Thu")
GIVEN = (
    "An", "Bình", "Chi", "Dũng", "Đào", "Giang", "Hà", "Hưng", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quỳnh",
    "Sơn", "Tâm", "Uyên", "Vinh", "Yến",
)  # fmt: skip
# Code of the school, name of the class, number of pupils, age in years.
CLASSES = (
    ("nguyen-du", "6A1", 12, 11),
    ("nguyen-du", "6A2", 11, 11),
    ("nguyen-du", "7A1", 10, 12),
    ("le-quy-don", "6A", 9, 11),
)
PUPIL = ("pupil.a", "6A1")  # the account of the demo that is in a class, too


def fill_classes(units: dict[str, School], people: dict[str, Person], *, now: datetime) -> None:
    """Create the classes of this school year with pupils who have not signed in yet."""
    today = localtime(now).date()
    for place, (code, name, size, age) in enumerate(CLASSES):
        year = year_of(units[code], year_name(today))
        if not SchoolClass.objects.filter(year=year, name=name).exists():
            _fill(class_of(year, name), units[code], size=size, first=17 * place, birth_year=today.year - age, now=now)
    own = Membership.objects.filter(person=people[PUPIL[0]], role=Role.PUPIL).select_related("school").first()
    if own is not None:
        enrol(own, class_of(year_of(own.school, year_name(today)), PUPIL[1]), today=today)


def _fill(school_class: SchoolClass, school: School, *, size: int, first: int, birth_year: int, now: datetime) -> None:
    by = visitor(now=now)
    for number in range(first, first + size):
        name = f"{FAMILIES[number % 10]} {MIDDLES[number % 7]} {GIVEN[number % 20]}"
        person = create_person(username=free_username(name), name=name, school=school, by=by)
        member = add_membership(person, school=school, role=Role.PUPIL, by=by)
        born = date(birth_year, number % 12 + 1, number % 28 + 1)
        sector_id = f"79{school.pk:03d}{number:05d}"[:10]
        MemberDetails.objects.create(person=person, school=school, sector_id=sector_id, birth_date=born)
        enrol(member, school_class, today=localtime(now).date())
