"""A file is read in an isolated process, in which no setting and no database of the site is known."""

import pytest
from django.utils import timezone

from access.viewer import Viewer
from accounts.models import School
from repository.formats import marcxml
from repository.models import CurriculumTerm
from tests.imports.files import ALICE, DAMAGED, TOAN, actions, load, mrc

HANOI, HUE = "gd-dia-phuong-ha-noi", "gd-dia-phuong-hue"
LOCAL = "Nội dung giáo dục địa phương thành phố"
LIST = f"""Nhan đề,Môn,Khối
Hà Nội của em,{LOCAL},6
Phố cổ,Lịch sử Hà Nội,6
Chùa Một Cột,Nấu ăn,6
"""

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db, pytest.mark.system]


def test_a_worker_reads_marc_in_a_parser(librarian: Viewer) -> None:
    batch = load(mrc(ALICE, DAMAGED, TOAN), by=librarian)
    assert (batch.state, batch.problem, actions(batch)) == ("review", "", ["new", "refused", "new"])
    assert bytes(batch.records.get(number=1).raw) == mrc(ALICE)


def test_a_worker_reads_marcxml_up_to_damaged_xml(librarian: Viewer) -> None:
    whole = b"".join(marcxml.write([mrc(ALICE), mrc(TOAN)]))
    batch = load(whole.replace(b"</collection>", b"</broken>"), by=librarian)
    assert (batch.state, actions(batch)) == ("review", ["new", "new", "refused"])


def test_a_parser_knows_the_subjects_that_units_added_those_of_the_own_units_before_others(librarian: Viewer) -> None:
    own = School.objects.get(pk=librarian.school)
    for code, owner in ((HUE, None), (HANOI, own)):  # two units give their subjects the same name
        words = "lịch sử hà nội" if owner else ""
        since = timezone.localdate()
        CurriculumTerm.objects.create(code=code, name_vi=LOCAL, owner=owner, grades=[6], words=words, since=since)
    batch = load(LIST.encode(), by=librarian, name="sach.csv")
    found = [row.description.get("subjects") for row in batch.records.order_by("number")]
    assert found == [[HANOI], [HANOI], None]
