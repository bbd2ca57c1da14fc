"""The programme, local subjects and lessons as SKOS: whole, with stable URIs, and no lesson of strangers."""

from datetime import date

import pytest
from rdflib import DC, DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from access.viewer import Viewer
from accounts.models import Role, School
from repository.curriculum import current, programme
from repository.curriculum.actions import LessonList, save_lessons
from repository.curriculum.lesson_lists import lessons_in, rows_of
from repository.curriculum.terms import TermValues, save_term
from repository.curriculum_concepts import LOCAL, PROGRAMME, concepts_for
from repository.formats.skos import FORMS, write
from repository.models import CurriculumTerm, Lesson
from tests.factories import SchoolFactory, a_viewer, a_visitor
from tests.support.skos import broken_conditions, graph_of

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
TEXT = (
    "Chương I. Số\nBài 1. Tập hợp\nLuyện tập chung\n"
    "Chương II. Phân số\nBài 2. Phân số bằng nhau (2 tiết)\nLuyện tập chung"
)


def graph_for(viewer: Viewer, ending: str = "ttl") -> Graph:
    form = FORMS[ending]
    return graph_of(b"".join(write(concepts_for(viewer), form)), form.name)


def uri(*parts: object) -> URIRef:
    return URIRef(":".join([PROGRAMME, *map(str, parts)]))


def label(graph: Graph, subject: URIRef, language: str | None = "vi") -> str:
    return next(str(one) for one in graph.objects(subject, SKOS.prefLabel) if one.language == language)


def test_the_programme_is_public_and_whole() -> None:
    graph = graph_for(a_visitor())
    assert broken_conditions(graph) == []
    known = programme()
    for subject in known.subjects.values():
        assert label(graph, uri("subject", subject.code)) == subject.names["vi"]
        for grade in subject.grades:
            one = uri("subject", subject.code, grade)
            above = set(graph.objects(one, SKOS.broader))
            assert {uri("subject", subject.code), uri("grade", grade)} <= above
            whole = subject.whole_in(grade)
            assert (uri("subject", whole, grade) in above) == (whole != subject.code)
    electives = set(graph.objects(uri("group", "elective", 10), SKOS.member))
    wanted = {one.code for one in known.taught_in(10) if one.status_in(10) == "elective"}
    assert electives == {uri("subject", code, 10) for code in wanted}
    assert len(wanted) == 9
    assert (label(graph, uri("subject", "toan", 6)), label(graph, uri("subject", "toan", 6), "en")) == (
        "Toán, Lớp 6",
        "Mathematics, Grade 6",
    )
    assert {str(one) for one in graph.objects(uri("subject", "toan", 6), DCTERMS.valid)} == {
        "start=2021-09-01; scheme=W3C-DTF;"
    }
    assert (uri("grade", 6), SKOS.broader, uri("stage", "lower_secondary")) in graph
    assert (URIRef(PROGRAMME), SKOS.hasTopConcept, uri("subject", "toan")) in graph
    assert Literal("toan") in set(graph.objects(uri("subject", "toan"), SKOS.notation))
    assert not set(graph.subjects(SKOS.topConceptOf, URIRef(LOCAL)))


def test_both_forms_say_the_same() -> None:
    visitor = a_visitor()
    assert set(graph_for(visitor, "rdf")) == set(graph_for(visitor, "ttl"))


def test_local_subjects_have_uris_of_their_own_and_their_days() -> None:
    school, admin = SchoolFactory(), a_viewer(Role.NODE_ADMIN)
    values = TermValues(
        CurriculumTerm.Kind.SUBJECT,
        "Giáo dục địa phương Huế",
        "Local education of Hue",
        words=("địa phương huế",),
        grades=(6, 7),
        owner=school.pk,
        since=date(2022, 9, 1),
        until=date(2025, 9, 1),
    )
    term = save_term(None, code="gddp-hue", values=values, by=admin)
    current.forget()
    try:
        graph = graph_for(a_visitor())
    finally:
        current.forget()
    subject = URIRef(f"urn:uuid:{term.uuid}")
    assert broken_conditions(graph) == []
    assert label(graph, subject, "en") == "Local education of Hue"
    assert (subject, SKOS.topConceptOf, URIRef(LOCAL)) in graph
    assert {str(one) for one in graph.objects(subject, DCTERMS.valid)} == {
        "start=2022-09-01; end=2025-08-31; scheme=W3C-DTF;"
    }
    assert set(graph.objects(subject, DC.publisher)) == {Literal(school.name)}
    below = {label(graph, one) for one in graph.objects(subject, SKOS.narrower)}
    assert below == {"Giáo dục địa phương Huế, Lớp 6", "Giáo dục địa phương Huế, Lớp 7"}


def entered(school: School, target: LessonList) -> None:
    save_lessons(target, lessons_in(rows_of(TEXT)), by=a_viewer(Role.LIBRARIAN, school=school))


@pytest.mark.parametrize(
    "target", [LessonList("toan", 6, "kntt"), LessonList("dao-duc", 12)], ids=["taught", "not taught"]
)
def test_lessons_stand_below_their_chapters_for_those_who_see_them(target: LessonList) -> None:
    school = SchoolFactory()
    entered(school, target)
    graph = graph_for(a_viewer(Role.PUPIL, school=school))
    assert broken_conditions(graph) == []
    lesson = Lesson.objects.get(number="Bài 2")
    subject = URIRef(f"urn:uuid:{lesson.uuid}")
    chapter = graph.value(subject, SKOS.broader)
    assert (label(graph, subject, None), label(graph, chapter, None)) == ("Phân số bằng nhau", "Chương II. Phân số")
    assert set(graph.objects(chapter, SKOS.broader)) == {uri("subject", target.subject, target.grade)}
    facts = {str(one) for name in (SKOS.notation, DCTERMS.extent, DC.publisher) for one in graph.objects(subject, name)}
    assert facts == {"Bài 2", "2 tiết", school.name}
    assert set(graph.objects(subject, DCTERMS.isPartOf)) == ({uri("series", "kntt")} if target.series else set())
    assert len(set(graph.objects(chapter, SKOS.narrower))) == 2
    again = graph_for(a_viewer(Role.PUPIL, school=school))
    assert set(again) == set(graph), "the URIs stay"
    for stranger in (a_visitor(), a_viewer(Role.LIBRARIAN)):
        assert "Phân số bằng nhau" not in {str(one) for one in graph_for(stranger).objects(None, SKOS.prefLabel)}


def test_only_schemes_concepts_and_groups_are_described() -> None:
    graph = graph_for(a_visitor())
    kinds = {kind for _one, kind in graph.subject_objects(RDF.type)}
    assert kinds == {SKOS.ConceptScheme, SKOS.Concept, SKOS.Collection}
