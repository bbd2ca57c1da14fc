"""The review: three presets of access, subject and grade proposed on top, the next upload of the batch, what next."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, School
from circulation.models import Licence
from ingest.models import Upload
from ingest.states import State
from repository.curriculum.names_in_titles import guess
from repository.models import Resource
from tests.factories import NOW, MembershipFactory, SchoolFactory, a_draft

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RECORD: dict[str, Any] = {"title": "Truyện Thánh Gióng", "kind": "book", "rights": "own"}


@pytest.fixture
def school() -> School:
    return SchoolFactory.create()


@pytest.fixture
def librarian(client: Client, school: School) -> Client:
    client.force_login(MembershipFactory(school=school, role=Role.LIBRARIAN).person, backend=BACKEND)
    return client


def a_batch(school: School, *names: str) -> list[Upload]:
    """Return uploads of one submission that wait for review."""
    submission = uuid4()
    return [
        Upload.objects.create(
            school=school,
            submission=submission,
            name=f"{name}.pdf",
            incoming_key="key",
            content_type="application/pdf",
            state=State.REVIEW,
            resource=a_draft(school, title=name, rights="unknown"),
            created_at=NOW,
        )
        for name in names
    ]


def filled(upload: Upload, **changed: Any) -> dict[str, Any]:
    """Return what a browser posts: the record and all fields of the screen, with some changed."""
    own = f"school:{upload.school_id}"
    rights = {"find": own, "look_inside": own, "read": own, "borrow": "librarians", "copy": "librarians"}
    return {**RECORD, **rights, "access": "school", **changed}


def at(upload: Upload, name: str = "review") -> str:
    return reverse(f"ingest:{name}", args=[upload.uuid])


def grants_of(upload: Upload) -> set[tuple[str, str]]:
    return set(Resource.objects.get(uploads=upload).grants.values_list("action", "audience"))


@pytest.mark.parametrize(
    ("access", "actions", "audience"),
    [
        ("everyone", ("discover", "look_inside", "read"), "everyone"),
        ("school", ("discover", "look_inside", "read"), "school:{school}"),
        ("loan", ("discover", "look_inside", "borrow"), "school:{school}"),
    ],
)
def test_a_preset_grants_its_rights_and_no_others(
    librarian: Client, school: School, access: str, actions: tuple[str, ...], audience: str
) -> None:
    (upload,) = a_batch(school, "Thánh Gióng")
    assert librarian.post(at(upload), filled(upload, access=access)).status_code == 302
    assert grants_of(upload) == {(action, audience.format(school=school.pk)) for action in actions}


def test_single_rights_beside_a_preset_are_refused_and_nothing_is_lost(librarian: Client, school: School) -> None:
    (upload,) = a_batch(school, "Thánh Gióng")
    folded = librarian.get(at(upload)).content.decode()
    assert "data-single-rights" in folded
    assert not re.search(r"<details[^>]* open", folded)
    answer = librarian.post(at(upload), filled(upload, title="Đã sửa", read="everyone"))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert 'value="Đã sửa"' in shown
    assert re.search(r"<details[^>]* open", shown), "what was changed is unfolded"
    assert Resource.objects.get(uploads=upload).state == Resource.State.DRAFT
    assert librarian.post(at(upload), filled(upload)).status_code == 302


def test_subject_and_grade_are_proposed_on_top_and_the_rest_is_found_by_typing(
    librarian: Client, school: School
) -> None:
    first, second = a_batch(school, "Toán lớp 6", "Đọc thêm")
    shown = librarian.get(at(first)).content.decode()
    assert re.findall(r'name="subjects"\s+value="([^"]+)" checked', shown) == ["toan"]
    assert re.findall(r'name="grades"\s+value="([^"]+)" checked', shown) == ["6"]
    typed = {"subjects": ["toan"], "subjects-words": "vật lý", "grades": ["6"]}
    assert librarian.post(at(first), filled(first, **typed)).status_code == 302
    resource = Resource.objects.get(uploads=first)
    assert (resource.subjects, resource.grades) == (["toan", "vat-li"], [6])
    shown = librarian.get(at(second)).content.decode()
    offered = re.findall(r'name="subjects"\s+value="([^"]+)"( checked)?', shown)
    assert offered == [("toan", ""), ("vat-li", "")], "those of the batch are one tick away, and not ticked"


def test_the_next_of_the_batch_follows_and_after_the_last_what_next(librarian: Client, school: School) -> None:
    first, second, third = a_batch(school, "Một", "Hai", "Ba")
    (other,) = a_batch(school, "Lô khác")
    form = filled(first)
    assert librarian.post(at(second), form)["Location"] == at(third)
    page = librarian.get(at(third)).content.decode()
    assert at(second, "published") in page, "the message leads to what can be done with the published one"
    assert at(first) in page, "skip for now"
    assert librarian.post(at(third), form)["Location"] == at(first)
    assert librarian.post(at(first), form)["Location"] == at(first, "published")
    done = librarian.get(at(first, "published")).content.decode()
    assert at(other) in done
    assert at(second) not in done
    assert "bulk/repository/resource/clear_rights/" not in done, "its rights are cleared"


@pytest.mark.parametrize(
    ("form", "terms"),
    [
        ({"access": "loan", "seats": "3", "period_days": "7"}, (3, 7)),
        ({"access": "loan"}, (1, 14)),
        ({"access": "single", "borrow": "everyone", "seats": "2", "period_days": "30"}, (2, 30)),
        ({"access": "single", "seats": "2", "period_days": "30"}, None),
        ({"access": "school", "seats": "2", "period_days": "30"}, None),
    ],
)
def test_what_is_borrowed_is_lent_with_its_seats_and_days_at_once(
    librarian: Client, school: School, form: dict[str, str], terms: tuple[int, int] | None
) -> None:
    first, second = a_batch(school, "Một", "Hai")
    assert librarian.post(at(first), filled(first, **form))["Location"] == at(second)
    resource = Resource.objects.get(uploads=first)
    licences = list(Licence.objects.filter(resource=resource).values_list("seats", "period_days"))
    assert licences == ([terms] if terms else [])
    assert resource.free_seats == (terms[0] if terms else None)


@pytest.mark.parametrize("wrong", ["", "0", "-1", "viele", "5001"])
def test_wrong_seats_publish_nothing_and_lose_nothing(librarian: Client, school: School, wrong: str) -> None:
    (upload,) = a_batch(school, "Thánh Gióng")
    answer = librarian.post(at(upload), filled(upload, access="loan", seats=wrong, period_days="21"))
    assert answer.status_code == 200
    assert 'value="21"' in answer.content.decode()
    assert "field--error" in answer.content.decode()
    assert not Licence.objects.exists()
    upload.refresh_from_db()
    assert upload.state == State.REVIEW


def test_the_page_of_loans_leads_to_no_other_site(librarian: Client, school: School) -> None:
    (upload,) = a_batch(school, "Một")
    librarian.post(at(upload), filled(upload))
    lending = reverse("circulation:licences", args=[Resource.objects.get(uploads=upload).uuid])
    answer = librarian.post(f"{lending}?next=https://example.org/", {"seats": "2", "period_days": "14"})
    assert "example.org" not in answer["Location"]


def test_the_review_says_what_uncleared_rights_mean(librarian: Client, school: School) -> None:
    (upload,) = a_batch(school, "Thánh Gióng")
    assert "đọc từng trang" in librarian.get(at(upload)).content.decode()
    librarian.post(at(upload), filled(upload, rights="unknown", access="everyone"))
    assert "đọc từng trang" in librarian.get(at(upload, "published")).content.decode()


def test_what_is_not_published_has_no_what_next(librarian: Client, school: School) -> None:
    (upload,) = a_batch(school, "Thánh Gióng")
    assert librarian.get(at(upload, "published"))["Location"] == at(upload, "upload")


@pytest.mark.parametrize(
    ("texts", "subjects", "grades"),
    [
        (("Toán 6", ""), ["toan"], [6]),
        (("Lịch sử và Địa lí lớp 7", ""), ["lich-su-dia-li"], [7]),
        (("Địa lý 9", ""), ["dia-li"], [9]),
        (("Đề kiểm tra", "sgk-ngu-van-7.pdf"), ["ngu-van"], [7]),
        (("English for grade 10", ""), ["ngoai-ngu-1"], [10]),
        (("Toán học vui 100 bài", ""), ["toan"], []),
        (("Truyện kể lớp 3", ""), [], [3]),
        (("Toàn tập thơ 1930", "scan.pdf"), [], []),
        (("", "TOAN6_ky1.pdf"), ["toan"], [6]),
        (("Vật Lý 11", ""), ["vat-li"], [11]),
        (("Ngữ văn lớp 13", ""), ["ngu-van"], []),
    ],
)
def test_the_name_of_a_subject_and_the_number_after_it_are_guessed(
    texts: tuple[str, ...], subjects: list[str], grades: list[int]
) -> None:
    assert guess(*texts) == (subjects, grades)
