"""The small parts of a screen escape whatever people wrote: they do it by name, and not by the template's grace."""

from config.templatetags.look import choices, marked
from reading.filters import Choice
from search.marks import Piece

FOUL = """<b onclick="alert('x')">&"""
CLEAN = "&lt;b onclick=&quot;alert(&#x27;x&#x27;)&quot;&gt;&amp;"


def test_marks_stand_around_escaped_words() -> None:
    assert marked([Piece(FOUL, marked=True), Piece(FOUL, marked=False)]) == f"<mark>{CLEAN}</mark>{CLEAN}"


def test_choices_escape_facet_value_and_label() -> None:
    one = choices(FOUL, [Choice(value=FOUL, label=FOUL, count=3, chosen=True)])
    assert one.count(CLEAN) == 5
    assert FOUL not in one
    assert " checked>" in one
