"""A list on its way into a school: compared, decided, imported, repeated next term, undone."""

import pytest
from django.utils import timezone

from access.viewer import Viewer
from accounts.models import Membership, Person, Role
from roster.actions import importing, running
from roster.errors import ListTwice, WrongMoment
from roster.models import Enrolment, ListImport, ListRow, MemberDetails, SchoolClass
from tests.factories import MembershipFactory, PersonFactory, a_librarian
from tests.roster.lists import apply, imported, outcomes, pupils, read, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

MAU = ("0900000001", "Lê Thị Mẫu", "05/09/2014", "6A1")
AN = ("0900000002", "Trần Văn An", "02/01/2014", "6A1")
BINH = ("0900000003", "Phạm Thanh Bình", "03/03/2014", "6A2")


def classes() -> dict[str, str]:
    """Return the class of each person by name."""
    rows = Enrolment.objects.filter(until=None).select_related("membership__person", "school_class__year")
    return {row.membership.person.name: f"{row.school_class.name} {row.school_class.year}" for row in rows}


def decide(made: ListImport, outcome: str, decision: str, by: Viewer) -> None:
    rows = made.rows.filter(outcome=outcome)
    importing.decide(made, decisions={row.number: decision for row in rows}, by=by)


def test_nothing_is_written_before_a_person_says_so(librarian: Viewer) -> None:
    made = read(pupils(MAU, AN, ("", "", "x", "6A1")), by=librarian)
    assert made.state == "review"
    assert outcomes(made) == {"Lê Thị Mẫu": "new", "Trần Văn An": "new", "": "bad"}
    assert not Person.objects.filter(name="Lê Thị Mẫu").exists()
    assert made.source is None  # the file itself is not needed any longer


def test_good_rows_are_imported_and_bad_ones_are_not(librarian: Viewer) -> None:
    made = imported(pupils(MAU, AN, BINH, ("9", "Không Ngày", "31/02/2014", "6A2")), by=librarian)
    assert made.state == "done"
    assert classes() == {
        "Lê Thị Mẫu": "6A1 2026-2027", "Trần Văn An": "6A1 2026-2027", "Phạm Thanh Bình": "6A2 2026-2027",
    }  # fmt: skip
    person = Person.objects.get(name="Lê Thị Mẫu")
    assert (person.username, person.made_by_id, person.has_usable_password()) == ("mau.lt", librarian.school, False)
    assert [(m.school_id, m.role) for m in person.memberships.all()] == [(librarian.school, Role.PUPIL)]
    assert MemberDetails.objects.get(person=person).sector_id == "0900000001"


def test_user_names_of_namesakes_are_numbered(librarian: Viewer) -> None:
    PersonFactory(username="mau.lt")
    imported(pupils(MAU, ("0900000009", "Lý Thu Mẫu", "05/09/2014", "6A2")), by=librarian)
    assert set(Person.objects.filter(name__endswith="Mẫu").values_list("username", flat=True)) == {"mau.lt2", "mau.lt3"}


def test_the_same_list_again_changes_nothing(librarian: Viewer) -> None:
    imported(pupils(MAU, AN), by=librarian)
    again = imported(pupils(MAU, AN), by=librarian)
    assert set(outcomes(again).values()) == {"same"}
    assert (Membership.objects.filter(role=Role.PUPIL).count(), Enrolment.objects.count()) == (2, 2)


def test_next_year_says_who_is_new_who_moved_and_who_is_missing(librarian: Viewer) -> None:
    imported(pupils(MAU, AN, BINH), by=librarian)
    quynh = ("0900000004", "Đỗ Như Quỳnh", "04/04/2014", "7A1")
    renamed = ("0900000001", "Lê Thị Mẫu Đơn", "05/09/2014", "7A1")
    made = read(pupils(renamed, quynh), by=librarian, year="2027-2028")
    assert outcomes(made) == {"Lê Thị Mẫu Đơn": "moved", "Đỗ Như Quỳnh": "new", "Trần Văn An": "missing"}
    apply(made, by=librarian)
    assert classes() == {
        "Lê Thị Mẫu Đơn": "7A1 2027-2028", "Đỗ Như Quỳnh": "7A1 2027-2028",
        "Trần Văn An": "6A1 2026-2027", "Phạm Thanh Bình": "6A2 2026-2027",  # nobody said that they left
    }  # fmt: skip
    assert Membership.objects.filter(role=Role.PUPIL, until=None).count() == 4


def test_a_person_decides_who_has_left(librarian: Viewer) -> None:
    imported(pupils(MAU, AN), by=librarian)
    made = read(pupils(MAU), by=librarian)
    decide(made, "missing", "leaves", librarian)
    apply(made, by=librarian)
    assert Membership.objects.get(person__name="Trần Văn An").until is not None
    assert classes() == {"Lê Thị Mẫu": "6A1 2026-2027"}


def test_a_name_with_a_date_of_birth_in_another_class_needs_a_yes(librarian: Viewer) -> None:
    imported(pupils(("", *MAU[1:])), by=librarian)
    made = read(pupils(("", *MAU[1:3], "7A1")), by=librarian, year="2027-2028")
    assert outcomes(made) == {"Lê Thị Mẫu": "unclear"}
    apply(made, by=librarian)
    assert classes() == {"Lê Thị Mẫu": "6A1 2026-2027"}  # undecided: nothing happens

    again = read(pupils(("", *MAU[1:3], "7A1")), by=librarian, year="2027-2028")
    decide(again, "unclear", "same", librarian)
    apply(again, by=librarian)
    assert classes() == {"Lê Thị Mẫu": "7A1 2027-2028"}


def test_a_namesake_is_another_person_if_a_person_says_so(librarian: Viewer) -> None:
    imported(pupils(("", *MAU[1:])), by=librarian)
    made = read(pupils(("", MAU[1], "", "6A2")), by=librarian)
    decide(made, "unclear", "other", librarian)
    apply(made, by=librarian)
    assert Person.objects.filter(name="Lê Thị Mẫu").count() == 2


def test_an_identifier_with_another_name_and_birth_date_is_asked_about(librarian: Viewer) -> None:
    imported(pupils(MAU), by=librarian)
    made = read(pupils((MAU[0], "Vũ Hoàng Long", "09/09/2013", "6A1")), by=librarian)
    assert outcomes(made)["Vũ Hoàng Long"] == "unclear"


def test_another_person_may_have_been_typed_with_the_identifier_of_a_member(librarian: Viewer) -> None:
    imported(pupils(MAU), by=librarian)
    made = read(pupils((MAU[0], "Vũ Hoàng Long", "09/09/2013", "6A1")), by=librarian)
    decide(made, "unclear", "other", librarian)
    apply(made, by=librarian)
    assert set(classes()) == {"Lê Thị Mẫu", "Vũ Hoàng Long"}
    assert MemberDetails.objects.get(sector_id=MAU[0]).person.name == "Lê Thị Mẫu"


def test_a_list_does_not_end_the_membership_of_the_librarian_who_imports_it(librarian: Viewer) -> None:
    Person.objects.filter(pk=librarian.person).update(name="Vũ Thị Lan")
    rows = [["Họ và tên", "Ngày sinh", "Trạng thái"], ["Vũ Thị Lan", "", "Nghỉ hưu"]]
    made = imported(workbook({"GV": rows}), by=librarian, role=Role.TEACHER)
    assert outcomes(made) == {"Vũ Thị Lan": "left"}
    assert Membership.objects.get(pk=librarian.membership).until is None


def test_one_person_twice_in_a_list_is_a_bad_row(librarian: Viewer) -> None:
    made = read(pupils(MAU, AN, MAU), by=librarian)
    assert [row.problem for row in made.rows.filter(outcome="bad")] == ["twice_in_list"]


def test_members_of_another_school_are_not_looked_at_and_not_changed(librarian: Viewer) -> None:
    other = a_librarian(now=librarian.now)
    imported(pupils(MAU), by=other)
    imported(pupils(MAU), by=librarian)
    people = Person.objects.filter(name="Lê Thị Mẫu")
    assert {person.made_by_id for person in people} == {other.school, librarian.school}
    assert all(person.memberships.count() == 1 for person in people)


def test_an_account_that_another_school_created_keeps_its_name(librarian: Viewer) -> None:
    theirs = PersonFactory(name="Lê Thị Mâu", made_by_id=a_librarian().school)
    MembershipFactory(person=theirs, role=Role.PUPIL, school_id=librarian.school)
    MemberDetails.objects.create(person=theirs, school_id=librarian.school, sector_id=MAU[0], birth_date="2014-09-05")
    imported(pupils(MAU), by=librarian)
    theirs.refresh_from_db()
    assert theirs.name == "Lê Thị Mâu"
    assert classes() == {"Lê Thị Mâu": "6A1 2026-2027"}


def test_undo_takes_everything_back(librarian: Viewer) -> None:
    imported(pupils(MAU, AN), by=librarian)
    before = classes()
    used = Person.objects.get(name="Trần Văn An")
    made = imported(pupils((MAU[0], "Lê Thị Mẫu Đơn", "05/09/2014", "6A3"), ("", "Mới Vào", "", "6A3")), by=librarian)
    assert classes()["Lê Thị Mẫu Đơn"] == "6A3 2026-2027"
    importing.undo(made, by=librarian)
    running.run(made.pk)
    made.refresh_from_db()
    assert (made.state, classes()) == ("undone", before)
    assert not SchoolClass.objects.filter(name="6A3").exists()
    assert not Person.objects.filter(name="Mới Vào").exists()
    assert Person.objects.filter(pk=used.pk).exists()


def test_undo_leaves_accounts_that_were_used_and_ends_their_membership(librarian: Viewer) -> None:
    made = imported(pupils(MAU), by=librarian)
    Person.objects.filter(name="Lê Thị Mẫu").update(last_login=librarian.now)
    importing.undo(made, by=librarian)
    running.run(made.pk)
    assert Membership.objects.get(person__name="Lê Thị Mẫu").until is not None


def test_undo_reopens_what_the_import_ended(librarian: Viewer) -> None:
    imported(pupils(MAU, AN), by=librarian)
    before = classes()
    made = read(pupils(MAU), by=librarian)
    decide(made, "missing", "leaves", librarian)
    apply(made, by=librarian)
    importing.undo(made, by=librarian)
    running.run(made.pk)
    assert classes() == before
    assert not Membership.objects.filter(role=Role.PUPIL).exclude(until=None).exists()


def test_headings_can_be_corrected(librarian: Viewer) -> None:
    data = workbook({"Danh sách": [["Cột 1", "Cột 2", "Cột 3"], ["Lê Thị Mẫu", "05/09/2014", "Nhóm 1"]]})
    made = read(data, by=librarian)
    assert set(outcomes(made).values()) == {"bad"} or outcomes(made) == {}
    fields = {0: ["name", "birth_date", "class"]}
    importing.set_columns(made, fields=fields, classes={}, by=librarian)
    running.run(made.pk)
    assert outcomes(made)["Lê Thị Mẫu"] == "new"


def test_a_member_who_left_comes_back(librarian: Viewer) -> None:
    imported(pupils(MAU), by=librarian)
    Membership.objects.filter(role=Role.PUPIL).update(until=timezone.now())
    imported(pupils(MAU), by=librarian)
    assert Membership.objects.filter(person__name="Lê Thị Mẫu", until=None).count() == 1
    assert classes() == {"Lê Thị Mẫu": "6A1 2026-2027"}


def test_staff_are_recognised_by_name_and_keep_their_role(librarian: Viewer) -> None:
    MembershipFactory(person__name="Lê Thu Hà", role=Role.HEAD, school_id=librarian.school)
    heads = ["TT", "Họ và tên", "Ngày sinh", "Chức vụ", "Địa chỉ Gmail"]
    rows = [heads, [1, "Lê Thu Hà", "", "Hiệu trưởng", "a@x.vn"], [2, "Bùi Đức Anh", "", "Giáo viên", "b@x.vn"]]
    imported(workbook({"GV": rows}), by=librarian, role=Role.TEACHER)
    members = Membership.objects.filter(school=librarian.school).exclude(role=Role.LIBRARIAN)
    assert set(members.values_list("person__name", "role")) == {("Lê Thu Hà", "head"), ("Bùi Đức Anh", "teacher")}
    assert SchoolClass.objects.count() == 0


def test_one_list_of_a_role_at_a_time(librarian: Viewer) -> None:
    made = read(pupils(MAU), by=librarian)
    with pytest.raises(ListTwice):
        read(pupils(AN), by=librarian)
    importing.discard(made, by=librarian)
    assert not ListRow.objects.exists()
    done = imported(pupils(AN), by=librarian)
    with pytest.raises(WrongMoment):
        importing.discard(done, by=librarian)


def test_an_import_goes_on_where_a_worker_stopped(librarian: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("", f"Người Thứ {letter * 3}", "", "6A1") for letter in "ABCDEFG"]
    made = read(pupils(*rows), by=librarian)
    monkeypatch.setattr(running, "BATCH", 2)
    importing.apply(made, by=librarian)
    step, calls = running.STEPS["applying"], []

    def stopping(found: ListImport, viewer: Viewer) -> bool:
        calls.append(found)
        if len(calls) == 3:
            raise ConnectionError
        return step(found, viewer)

    monkeypatch.setitem(running.STEPS, "applying", stopping)
    with pytest.raises(ConnectionError):
        running.run(made.pk)
    assert made.rows.filter(applied=True).count() == 4
    running.run(made.pk)
    made.refresh_from_db()
    assert (made.state, Person.objects.filter(name__startswith="Người Thứ").count()) == ("done", 7)


def test_the_rights_of_the_librarian_may_end_before_the_worker_comes(librarian: Viewer) -> None:
    made = read(pupils(MAU), by=librarian)
    importing.apply(made, by=librarian)
    Membership.objects.filter(pk=librarian.membership).update(until=librarian.now)
    running.run(made.pk)
    made.refresh_from_db()
    assert (made.state, made.problem) == ("review", "no_longer_librarian")
    assert not Person.objects.filter(name="Lê Thị Mẫu").exists()
