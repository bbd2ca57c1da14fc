"""The small parts of a screen escape whatever people wrote: they do it by name, and not by the template's grace."""

from dataclasses import replace
from uuid import uuid4

import pytest

from config.templatetags.ui import byline, choices, cover, kind_line, marked
from reading.cards import Cover, ResourceCard
from reading.filters import FacetChoice
from search.highlighting import Fragment

FOUL = """<b onclick="alert('x')">&"""
CLEAN = "&lt;b onclick=&quot;alert(&#x27;x&#x27;)&quot;&gt;&amp;"


def test_marks_stand_around_escaped_words() -> None:
    assert marked([Fragment(FOUL, marked=True), Fragment(FOUL, marked=False)]) == f"<mark>{CLEAN}</mark>{CLEAN}"


def test_choices_escape_facet_value_and_label() -> None:
    one = choices(FOUL, [FacetChoice(value=FOUL, label=FOUL, count=3, chosen=True)])
    assert one.count(CLEAN) == 5
    assert FOUL not in one
    assert " checked>" in one


def test_a_kind_line_escapes_subjects() -> None:
    line = kind_line(a_face("book", Cover()))
    assert line.count(CLEAN) == 2
    assert FOUL not in line


@pytest.mark.parametrize(
    ("who", "year", "shown"),
    [(FOUL, 2024, f"{CLEAN} · 2024"), (FOUL, None, CLEAN), ("", 2024, "2024"), ("", None, "")],
)
def test_a_byline_holds_what_is_known_and_escapes_it(who: str, year: int | None, shown: str) -> None:
    assert byline(replace(a_face("book", Cover()), who=who, year=year)) == shown


def test_a_cover_without_a_picture_is_typeset_from_escaped_words() -> None:
    typeset = cover(a_face("video", Cover()), "cover--small")
    assert typeset.count(CLEAN) == 3
    assert FOUL not in typeset
    assert typeset.startswith('<span class="cover cover--small cover--wide"')
    assert "<img" not in typeset


def test_a_cover_with_a_picture_shows_it_in_its_size() -> None:
    shown = cover(a_face("book", Cover(FOUL, 300, 400)))
    assert shown.startswith('<span class="cover"')
    assert f'src="{CLEAN}"' in shown
    assert 'width="300" height="400"' in shown
    assert "typeset" not in shown
    assert "width" not in cover(a_face("book", Cover("/bia.jpg")))


def a_face(kind: str, picture: Cover) -> ResourceCard:
    """Foul in every word that people write."""
    return ResourceCard(uuid4(), "/", FOUL, FOUL, 2024, FOUL, kind, FOUL, (FOUL,), FOUL, picture)
