"""The screens of lessons: pasted with a preview, changed, linked, found from the lesson."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import Workbook
from rdflib import SKOS, Graph, Literal, URIRef

from access.actions import Action
from accounts.models import Role, School
from reading.lesson_files import Concepts, rows_of_concepts
from repository.curriculum.actions import LessonList, link_resource
from repository.curriculum.lesson_lists import Column, column_of
from repository.formats.skos import FORMS
from repository.formats.skos.found import Found
from repository.models import ClassCaption, Lesson, LessonResource
from tests.factories import MembershipFactory, SchoolFactory, a_resource, a_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TEXT = "Chương I. Phân số\nBài 1. Phân số bằng nhau (2 tiết)\nBài 2. Hỗn số"
LIST = {"subject": "toan", "grade": "6", "series": "kntt", "text": TEXT}


@pytest.fixture
def school() -> School:
    return SchoolFactory()


def browser_of(school: School, role: Role) -> Client:
    client = Client()
    client.force_login(MembershipFactory(school=school, role=role).person, backend=BACKEND)
    return client


def entered(school: School) -> tuple[Client, Lesson]:
    librarian = browser_of(school, Role.LIBRARIAN)
    librarian.post(reverse("reading:add_lessons"), {**LIST, "do": "save"})
    return librarian, Lesson.objects.first()


def test_a_pasted_list_is_shown_before_it_is_saved(school: School) -> None:
    librarian = browser_of(school, Role.LIBRARIAN)
    preview = librarian.post(reverse("reading:add_lessons"), {**LIST, "do": "preview"})
    assert "Phân số bằng nhau" in preview.text
    assert not Lesson.objects.exists()
    saved = librarian.post(reverse("reading:add_lessons"), {**LIST, "do": "save"}, follow=True)
    assert [lesson.periods for lesson in Lesson.objects.all()] == [2, None]
    assert "Bài 1. Phân số bằng nhau" in saved.text
    again = librarian.post(reverse("reading:add_lessons"), {**LIST, "do": "preview"})
    assert again.context["preview"]["numbers"] == {"new": 0, "changed": 0, "same": 2}


@pytest.mark.parametrize("text", ["", "Chương I. Chỉ có chương", "x" * 200_000], ids=["empty", "chapters", "long"])
def test_bad_text_is_refused_with_a_sentence_and_what_was_chosen_stays(school: School, text: str) -> None:
    answer = browser_of(school, Role.LIBRARIAN).post(reverse("reading:add_lessons"), {**LIST, "text": text})
    assert answer.status_code == 400
    assert answer.context["form"].errors["text"]
    assert answer.context["form"]["series"].value() == "kntt"


def test_a_linked_resource_is_found_from_the_lesson(school: School) -> None:
    librarian, lesson = entered(school)
    book = a_resource(
        school, title="Phân số bằng nhau", subjects=["toan"], grades=[6], opened={Action.READ: f"school:{school.pk}"}
    )
    form = librarian.get(reverse("reading:link_lessons", args=[book.uuid]))
    assert [found for found, *_names in form.context["suggested"]] == [lesson]
    librarian.post(reverse("reading:link_lessons", args=[book.uuid]), {"lesson": [str(lesson.uuid)]})
    pupil = browser_of(school, Role.PUPIL)
    listed = pupil.get(reverse("reading:lesson_list", args=["toan", 6]))
    assert reverse("reading:lesson", args=[lesson.uuid]) in listed.text
    assert book.title in pupil.get(reverse("reading:lesson", args=[lesson.uuid])).text
    assert (
        reverse("reading:lesson", args=[lesson.uuid]) in pupil.get(reverse("reading:resource", args=[book.uuid])).text
    )


def test_a_lesson_filters_the_results_and_is_understood_in_a_question(school: School, empty_index) -> None:
    _librarian, lesson = entered(school)
    opened = {Action.READ: f"school:{school.pk}"}
    linked = a_resource(school, title="Trò chơi với phân số", subjects=["toan"], grades=[6], opened=opened)
    link_resource(lesson, linked, by=a_viewer(Role.LIBRARIAN, school=school))
    empty_index(timezone.now())
    pupil = browser_of(school, Role.PUPIL)
    address = pupil.get(reverse("reading:lesson", args=[lesson.uuid])).context["filter_url"]
    page = pupil.get(address)
    assert linked.title in page.text
    assert [chip.text for chip in page.context["screen"].chips] == ["Bài 1. Phân số bằng nhau (Kết nối tri thức)"]
    values = pupil.get(reverse("reading:facet_values", args=["lesson"]), {"grade": "6", "words": "bang nhau"})
    assert [choice["value"] for choice in values.json()["choices"]] == [str(lesson.uuid)]
    understood = pupil.get(reverse("reading:results"), {"q": "bài 1 toán 6"}).context["screen"].understood
    assert understood.chips[0].text == "Bài 1. Phân số bằng nhau"
    assert understood.chips[0].url.endswith("?q=to%C3%A1n+6")
    visitor = Client()
    assert "(Kết nối tri thức)" not in visitor.get(address).text
    assert linked.title not in visitor.get(address).text


def test_a_teacher_proposes_and_the_librarian_accepts_on_the_lesson(school: School) -> None:
    librarian, lesson = entered(school)
    book = a_resource(school, opened={Action.READ: "everyone"})
    teacher = browser_of(school, Role.TEACHER)
    teacher.post(reverse("reading:link_lessons", args=[book.uuid]), {"lesson": [str(lesson.uuid)]})
    link = LessonResource.objects.get()
    decide = reverse("reading:decide_lesson_link", args=[link.pk])
    assert teacher.post(decide, {"do": "accept"}).status_code == 404
    assert decide in librarian.get(reverse("reading:lesson", args=[lesson.uuid])).text
    librarian.post(decide, {"do": "accept", "back": "lesson"})
    link.refresh_from_db()
    assert not link.is_proposed
    librarian.post(decide, {"do": "remove"})
    assert not LessonResource.objects.exists()


def test_only_its_unit_changes_a_lesson(school: School) -> None:
    librarian, lesson = entered(school)
    changed = {"number": "Bài 1", "title": "Phân số", "position": "1", "since": "2026-09-01", "until": "2027-05-31"}
    address = reverse("reading:edit_lesson", args=[lesson.uuid])
    assert browser_of(SchoolFactory(), Role.LIBRARIAN).post(address, changed).status_code == 404
    assert librarian.post(address, {**changed, "until": "2026-08-31"}).status_code == 400
    assert librarian.post(address, changed).status_code == 302
    lesson.refresh_from_db()
    assert (lesson.title, lesson.until.isoformat()) == ("Phân số", "2027-06-01")
    assert librarian.get(address).context["form"].initial["until"].isoformat() == "2027-05-31"
    librarian.post(reverse("reading:delete_lesson", args=[lesson.uuid]))
    assert not Lesson.objects.filter(pk=lesson.pk).exists()


def test_a_visitor_is_asked_to_sign_in_and_sees_no_lessons(client: Client, school: School) -> None:
    _librarian, lesson = entered(school)
    assert client.get(reverse("reading:lesson_lists")).context["grades"] == ()
    assert client.get(reverse("reading:lesson", args=[lesson.uuid])).status_code == 404
    assert client.get(reverse("reading:add_lessons")).status_code == 302


def test_captions_are_imported_from_a_file_in_any_encoding_and_shown(school: School) -> None:
    librarian = browser_of(school, Role.LIBRARIAN)
    a_resource(school, title="Sử Việt", ddc="959.7", opened={Action.READ: "everyone"})
    file = SimpleUploadedFile("ddc.csv", "Số;Tên\n900;Lịch sử\nx;y\n959.7;Việt Nam".encode("utf-16"))
    saved = librarian.post(reverse("reading:import_captions"), {"edition": "23", "file": file}, follow=True)
    assert "Lịch sử" in saved.text
    shown = librarian.get(reverse("reading:class", args=["959.7"]))
    assert "Sử Việt" in shown.text
    assert "Việt Nam" in shown.text
    assert librarian.get(reverse("reading:class", args=["959."])).status_code == 404
    bad = SimpleUploadedFile("a.csv", b"khong, co")
    refused = librarian.post(reverse("reading:import_captions"), {"file": bad})
    assert refused.status_code == 400
    assert refused.context["form"].errors


def workbook(*rows: tuple[str, ...]) -> bytes:
    """Return an Excel workbook."""
    book, written = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


@pytest.mark.system
def test_lessons_and_captions_come_from_workbooks_too(school: School) -> None:
    librarian = browser_of(school, Role.LIBRARIAN)
    plan = workbook(("KẾ HOẠCH DẠY HỌC",), ("STT", "Bài học", "Số tiết"), ("1", "Bài 1. Phân số", "2"))
    preview = librarian.post(
        reverse("reading:add_lessons"), {**LIST, "text": "", "file": SimpleUploadedFile("plan.xlsx", plan)}
    )
    assert preview.context["preview"]["numbers"] == {"new": 1, "changed": 0, "same": 0}
    text = preview.context["form"]["text"].value()
    librarian.post(reverse("reading:add_lessons"), {**LIST, "text": text, "do": "save"})
    assert [(lesson.number, lesson.title, lesson.periods) for lesson in Lesson.objects.all()] == [
        ("Bài 1", "Phân số", 2)
    ]
    file = SimpleUploadedFile("ddc.xlsx", workbook(("Số", "Tên"), ("900", "Lịch sử")))
    librarian.post(reverse("reading:import_captions"), {"file": file})
    assert ClassCaption.objects.get().caption == "Lịch sử"
    for name in ("reading:add_lessons", "reading:import_captions"):
        refused = librarian.post(reverse(name), {**LIST, "text": "", "file": SimpleUploadedFile("x.xlsx", plan[:200])})
        assert (refused.status_code, bool(refused.context["form"].errors["file"])) == (400, True)
        assert librarian.post(reverse(name), {**LIST, "text": ""}).context["form"].errors["text"]


@pytest.mark.parametrize("ending", ["ttl", "rdf"])
def test_the_programme_is_downloaded_by_visitors(ending: str) -> None:
    page = Client().get(reverse("reading:lesson_lists")).content.decode()
    address = f"/bai-hoc/chuong-trinh.{ending}"
    assert f'href="{address}"' in page
    response = Client().get(address)
    assert response["Content-Disposition"] == f'attachment; filename="chuong-trinh.{ending}"'
    graph = Graph().parse(data=response.getvalue(), format=FORMS[ending].name)
    names = set(graph.objects(URIRef("urn:x-tu-sach:programme-2018:subject:toan"), SKOS.prefLabel))
    assert names == {Literal("Toán", lang="vi"), Literal("Mathematics", lang="en")}


def sent(librarian: Client, content: bytes, name: str = "bai.ttl", **values: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return librarian.post(reverse("reading:add_lessons"), {**LIST, "text": "", **values, "file": file})


def test_a_downloaded_list_loads_again_unchanged(school: School) -> None:
    librarian, _lesson = entered(school)
    for ending in ("ttl", "rdf"):
        content = librarian.get(f"/bai-hoc/chuong-trinh.{ending}").getvalue()
        preview = sent(librarian, content)
        assert preview.context["preview"]["numbers"] == {"new": 0, "changed": 0, "same": 2}
        assert len(preview.context["form"].left_out) == 1, "how many concepts are of other lists"
        refused = sent(librarian, content, grade="7")
        assert (refused.status_code, "Choose those that it has" in refused.content.decode()) == (400, False)
        assert "Hãy chọn đúng" in refused.content.decode()


def test_a_vocabulary_of_others_becomes_a_list(school: School) -> None:
    librarian = browser_of(school, Role.LIBRARIAN)
    content = (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <http://example.org/> .\n"
        ':c skos:prefLabel "Chương I. Số"@vi ; skos:narrower :b, :a .\n'
        ':b skos:prefLabel "Phân số"@vi ; skos:notation "Bài 1" ; skos:altLabel "Fractions"@en .\n'
        ':a skos:prefLabel "Hỗn số"@vi .\n:x a skos:Concept .'
    ).encode()
    preview = sent(librarian, content)
    page = preview.content.decode()
    assert "http://example.org/x: " in page
    assert "skos:altLabel" in page
    saved = {**LIST, "text": preview.context["form"].data["text"], "do": "save"}
    librarian.post(reverse("reading:add_lessons"), saved)
    found = Lesson.objects.values_list("title", "number", "unit")
    assert set(found) == {("Phân số", "Bài 1", "Chương I. Số"), ("Hỗn số", "", "Chương I. Số")}


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="urn:a"><skos:prefLabel>&b;'
    b"</skos:prefLabel></skos:Concept></rdf:RDF>"
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (BOMB, "khai báo thực thể"),
        (b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <urn:a> skos:prefLabel", "bị hỏng"),
        (b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", "không có khái niệm nào"),
    ],
    ids=["entities", "damaged", "empty"],
)
def test_a_bad_vocabulary_is_refused_and_the_pasted_text_stays(school: School, content: bytes, sentence: str) -> None:
    refused = sent(browser_of(school, Role.LIBRARIAN), content, text=TEXT)
    assert refused.status_code == 400
    assert sentence in refused.content.decode()
    assert "Bài 1. Phân số bằng nhau" in refused.content.decode()
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_headings_of_a_vocabulary_are_recognised(language: str) -> None:
    target, concepts = LessonList("toan", 6), Concepts([Found(1, "urn:a:1", names=(("vi", "Phân số"),))])
    with override(language):
        rows, _left_out = rows_of_concepts(concepts, target)
    assert list(map(column_of, rows[0])) == [Column.UNIT, Column.NUMBER, Column.TITLE, Column.PERIODS]
