"""Dewey numbers: what is one, captions of the own library, the tree of what a viewer may discover."""

import pytest

from access.actions import Action
from accounts.errors import NotAllowed
from accounts.models import Role
from repository.curriculum import dewey
from repository.errors import NoCaptions, TooManyCaptions
from repository.models import ClassCaption
from tests.factories import SchoolFactory, a_resource, a_viewer, a_visitor

pytestmark = pytest.mark.backend_independent


@pytest.mark.parametrize(
    ("mark", "number"),
    [
        ("959.7", "959.7"),
        ("959.7/043", "959.7043"),
        ("510", "510"),
        ("53(075)", ""),
        ("3KV", ""),
        ("95", ""),
        ("959.", ""),
        ("٩٥٩", ""),
        ("", ""),
    ],
)
def test_a_number_has_three_digits_and_decimals(mark: str, number: str) -> None:
    assert dewey.dewey_number(mark) == number


def test_the_numbers_above_a_number_are_its_beginnings() -> None:
    assert dewey.broader("959.7") == ["9", "95", "959"]
    assert dewey.broader("950") == ["9"]
    assert dewey.broader("900") == []
    assert dewey.broader("9") == []
    assert [dewey.shown(key) for key in ("9", "95", "959", "959.7")] == ["900", "950", "959", "959.7"]
    assert [dewey.is_level(key) for key in ("9", "959.7", "959.", "x", "9597")] == [True, True, False, False, False]


def test_captions_are_read_from_two_columns_and_other_lines_are_named() -> None:
    rows = [["Chỉ số", "Tên"], ["959.7", "Lịch sử Việt Nam"], [], ["", "9", "x"], ["1", "510", "Toán học"]]
    assert dewey.read_captions(rows) == ({"959.7": "Lịch sử Việt Nam", "510": "Toán học"}, (4,))
    with pytest.raises(NoCaptions):
        dewey.read_captions([["a", "b"], ["510"]])
    with pytest.raises(TooManyCaptions):
        dewey.read_captions([[f"111.{number}", "x"] for number in range(dewey.MAX_CAPTIONS + 1)])


@pytest.mark.django_db
def test_a_librarys_captions_are_seen_by_its_members_and_replaced_by_the_next_import() -> None:
    school = SchoolFactory()
    librarian, pupil = (a_viewer(role, school=school) for role in (Role.LIBRARIAN, Role.PUPIL))
    dewey.save_captions({"900": "Sử", "959.7": "Việt Nam"}, edition="23", by=librarian)
    dewey.save_captions({"900": "Lịch sử và địa lí"}, edition="23", by=librarian)
    assert dewey.class_path(pupil, "959.704") == [("900", "Lịch sử và địa lí"), ("959.7", "Việt Nam")]
    assert dewey.class_path(pupil, "53(075)") == []
    for stranger in (a_viewer(Role.PUPIL), a_visitor()):
        assert dewey.class_path(stranger, "959.7") == []
    with pytest.raises(NotAllowed):
        dewey.save_captions({"900": "Khác"}, edition="", by=pupil)
    assert ClassCaption.objects.count() == 2


@pytest.mark.django_db
def test_the_tree_counts_what_the_viewer_may_discover_alone() -> None:
    school = SchoolFactory()
    opened = {Action.DISCOVER: "everyone"}
    for ddc in ("959.7", "959.704", "510", "53(075)"):
        a_resource(school, title=f"Sách {ddc}", ddc=ddc, opened=opened)
    a_resource(school, title="Riêng", ddc="959.7")
    librarian, visitor = a_viewer(Role.LIBRARIAN, school=school), a_visitor()
    dewey.save_captions({"900": "Lịch sử"}, edition="", by=librarian)
    assert [(place.number, place.caption, place.found) for place in dewey.below(librarian)] == [
        ("500", "", 1),
        ("900", "Lịch sử", 3),
    ]
    assert [(place.key, place.found) for place in dewey.below(visitor, "9")] == [("95", 2)]
    assert [(place.key, place.found) for place in dewey.below(visitor, "959")] == [("959.7", 2)]
    assert [place.key for place in dewey.below(visitor, "959.7")] == ["959.70"]
    assert [resource.ddc for resource in dewey.resources_at(visitor, "95")] == ["959.7", "959.704"]
