"""The table of synonyms: who may change it, what it refuses, and that the next search uses it."""

import pytest

from accounts.errors import NotAllowed
from accounts.models import AuditEntry, Role
from search.actions import SynonymValues, save_synonym
from search.errors import ExpressionTaken, NoExpression
from search.models import Synonym
from search.query import Query
from search.synonyms import synonyms_for
from search.understanding import understood, without_term
from tests.factories import SchoolFactory, a_librarian, a_viewer, a_visitor

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
VISITOR = a_visitor()


def codes(text):
    return [term.code for term in understood(VISITOR, Query(text)).meaning.terms]


@pytest.fixture
def admin():
    return a_viewer(Role.NODE_ADMIN)


def test_the_shipped_table_is_there_and_understands(admin):
    assert synonyms_for(admin).count() > 90
    assert codes("SGK toán 6") == ["kind:textbook", "subject:toan", "grade:6"]


def test_a_change_counts_from_the_next_search_on_and_is_in_the_audit(admin):
    assert codes("cẩm nang lớp 6") == ["grade:6"]
    row = save_synonym(None, SynonymValues(words=["cẩm nang", "sổ tay"], means=["kind:book"]), by=admin)
    assert codes("cẩm nang lớp 6") == ["kind:book", "grade:6"]
    save_synonym(row, SynonymValues(words=["sổ tay"], means=["kind:book"]), by=admin)
    assert codes("cẩm nang lớp 6") == ["grade:6"]
    assert codes("so tay lop 6") == ["kind:book", "grade:6"]
    save_synonym(row, SynonymValues(words=["sổ tay"], means=["kind:book"], active=False), by=admin)
    assert codes("sổ tay lớp 6") == ["grade:6"]
    entries = AuditEntry.objects.filter(target=row.uuid).order_by("pk")
    assert [entry.verb for entry in entries] == ["synonym.create", "synonym.update", "synonym.update"]
    assert entries[1].details["before"]["words"] == "cẩm nang\nsổ tay"
    assert entries[1].details["after"]["words"] == "sổ tay"


def test_an_expression_stands_in_one_row_in_use(admin):
    with pytest.raises(ExpressionTaken) as refusal:
        save_synonym(None, SynonymValues(words=["Sách Giáo Khoa"]), by=admin)
    assert refusal.value.details["row"] == "sách giáo khoa"
    row = Synonym.objects.get(words__startswith="sách giáo khoa")
    save_synonym(row, SynonymValues(words=["sách giáo khoa"], active=False), by=admin)
    save_synonym(None, SynonymValues(words=["Sách Giáo Khoa"]), by=admin)
    with pytest.raises(NoExpression):
        save_synonym(None, SynonymValues(words=["…"]), by=admin)


def test_librarians_neither_see_nor_change_it():
    librarian = a_librarian(SchoolFactory())
    assert not synonyms_for(librarian).exists()
    with pytest.raises(NotAllowed):
        save_synonym(None, SynonymValues(words=["cẩm nang"]), by=librarian)


def test_taking_out_a_part_keeps_what_the_others_mean():
    query = understood(VISITOR, Query("giáo án sử 8"))
    by_code = {term.code: term for term in query.meaning.terms}
    assert without_term(query, by_code["subject:lich-su"]).text == "giáo án 8"
    shorter = without_term(query, by_code["kind:lesson"])
    assert shorter.text == "sử 8"
    subject, grade = understood(VISITOR, shorter).meaning.terms
    assert without_term(understood(VISITOR, shorter), subject).text == "lớp 8", "8 alone is no grade"
    assert without_term(understood(VISITOR, shorter), grade).text == "lịch sử", "sử alone is no subject"


def test_words_as_typed_are_not_interpreted():
    assert not understood(VISITOR, Query("toán lớp 6", literal=True)).meaning


@pytest.mark.parametrize(
    ("text", "understood_as"),
    [("sách tiếng Pháp", {"kind:book+textbook", "language:fr"}), ("thơ tiếng lào", {"language:lo"}),
     ("sách tieng e de", {"kind:book+textbook", "language:rad"}), ("Tiếng Việt 3", {"subject:tieng-viet", "grade:3"})],
)  # fmt: skip
def test_languages_are_named_without_a_row_of_the_table(text, understood_as):
    assert set(codes(text)) == understood_as
