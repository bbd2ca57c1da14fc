"""The values of documents: page joins, dates, and an order without ties."""

from datetime import UTC, datetime, timedelta

from search.analysis import EDGE
from search.document import ALWAYS, JOIN_WORDS, PART_FIELDS, RESOURCE_FIELDS, microseconds
from tests.search.documents import NOW, page, resource


def test_documents_have_exactly_the_declared_fields():
    assert resource("Sách").index().keys() == RESOURCE_FIELDS.keys()
    assert page("Sách", 1, "trang").index().keys() == PART_FIELDS.keys()


def test_only_a_phrase_across_the_break_contains_the_edge():
    words = " ".join(f"w{number}" for number in range(JOIN_WORDS + 5))
    joined = page("Sách", 1, words, before=words, after="Trang sau").index()["join_exact"]
    assert joined == " ".join([*words.split()[-JOIN_WORDS:], EDGE, "trang", "sau"])
    assert page("Sách", 1, words, before=words, after="").index()["join_exact"] == "", "the last page"


def test_dates_are_compared_in_microseconds_and_a_missing_date_never_closes():
    moment = datetime(2026, 9, 5, 7, 30, 0, 1, tzinfo=UTC)
    assert microseconds(moment + timedelta(microseconds=1)) - microseconds(moment) == 1
    assert microseconds(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1
    values = resource("Sách").index()
    assert values["opens"] < microseconds(NOW) < values["closes"] == ALWAYS


def test_newer_resources_have_a_higher_age_number_and_those_of_one_second_differ():
    first, same_second, older = resource("a"), resource("b"), resource("c", age=1)
    assert first.index()["age"] > older.index()["age"]
    assert first.created == same_second.created
    assert first.index()["age"] != same_second.index()["age"]
