"""The values that a facet lists: some shown, some folded away, the rest counted; chosen ones always shown."""

from django.http import QueryDict

from reading.filters import LISTED_LIMIT, SHOWN_LIMIT, facets
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
