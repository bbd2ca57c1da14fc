"""The values that a facet lists: some shown, some folded away, the rest counted; chosen ones always shown."""

from django.http import QueryDict

from reading.filters import FOUND_LIMIT, LISTED_LIMIT, SHOWN_LIMIT, facets, values_with
from search.query import parse

COUNTS = {"school": {f"truong-{number:02}": 100 - number for number in range(LISTED_LIMIT + 10)}}
RAREST = f"truong-{LISTED_LIMIT + 9:02}"


def test_the_most_frequent_values_are_listed_and_the_others_counted() -> None:
    (schools,) = facets(parse(QueryDict("q=toan")), COUNTS, lambda facet, value: value)
    assert [choice.value for choice in schools.shown] == list(COUNTS["school"])[:SHOWN_LIMIT]
    assert len(schools.folded) == LISTED_LIMIT - SHOWN_LIMIT
    assert schools.left_out == 10


def test_a_chosen_value_is_listed_however_rare() -> None:
    (schools,) = facets(parse(QueryDict(f"q=toan&school={RAREST}")), COUNTS, lambda facet, value: value)
    assert [choice.value for choice in schools.shown if choice.chosen] == [RAREST]
    assert schools.left_out == 9


def test_values_beyond_the_listed_ones_are_found_by_their_names() -> None:
    names = {RAREST: "Trường THCS Đống Đa"}
    (schools,) = facets(
        parse(QueryDict("q=toan")), COUNTS, lambda facet, value: names.get(value, value), {"school": "DONG da"}
    )
    assert [choice.value for choice in schools.found] == [RAREST]
    assert schools.typed == "DONG da"
    (nothing,) = facets(parse(QueryDict("q=toan")), COUNTS, lambda facet, value: value, {"school": "xyz"})
    assert nothing.found == ()
    found = values_with("school", "truong", COUNTS["school"], lambda facet, value: value)
    assert [choice.value for choice in found] == list(COUNTS["school"]), "the most frequent first"
    (many,) = facets(parse(QueryDict("q=toan")), COUNTS, lambda facet, value: value, {"school": "truong"})
    assert len(many.found) + len([choice for choice in many.shown if choice in found[:FOUND_LIMIT]]) == FOUND_LIMIT
    assert not set(many.found) & set(many.folded), "none is listed twice"


def test_lessons_are_offered_under_a_subject_or_a_grade_in_the_order_of_their_list() -> None:
    counts = {"lesson": {"bai-2": 1, "bai-1": 9}}

    def offered(address: str) -> list[str]:
        found = facets(parse(QueryDict(address)), counts, lambda facet, value: value)
        return [choice.value for facet in found if facet.name == "lesson" for choice in facet.shown]

    assert offered("subject=toan&q=x") == ["bai-2", "bai-1"]
    assert offered("q=x") == []
    assert offered("lesson=bai-1") == ["bai-2", "bai-1"]
