"""The template tags escape every value themselves: no template does it for them."""

from dataclasses import replace
from uuid import uuid4

import pytest

from config.templatetags.ui import byline, choices, cover, kind_line, marked
from reading.cards import Cover, ResourceCard
from reading.filters import FacetChoice
from search.highlighting import Fragment

HOSTILE = """<b onclick="alert('x')">&"""
ESCAPED = "&lt;b onclick=&quot;alert(&#x27;x&#x27;)&quot;&gt;&amp;"


def test_marks_surround_escaped_text() -> None:
    assert (
        marked([Fragment(HOSTILE, marked=True), Fragment(HOSTILE, marked=False)]) == f"<mark>{ESCAPED}</mark>{ESCAPED}"
    )


def test_choices_escape_facet_value_and_label() -> None:
    checkbox = choices(HOSTILE, [FacetChoice(value=HOSTILE, label=HOSTILE, count=3, chosen=True)])
    assert checkbox.count(ESCAPED) == 5
    assert HOSTILE not in checkbox
    assert " checked>" in checkbox


def test_a_kind_line_escapes_subjects() -> None:
    line = kind_line(a_card("book", Cover()))
    assert line.count(ESCAPED) == 2
    assert HOSTILE not in line


@pytest.mark.parametrize(
    ("who", "year", "shown"),
    [(HOSTILE, 2024, f"{ESCAPED} · 2024"), (HOSTILE, None, ESCAPED), ("", 2024, "2024"), ("", None, "")],
)
def test_a_byline_holds_what_is_known_and_escapes_it(who: str, year: int | None, shown: str) -> None:
    assert byline(replace(a_card("book", Cover()), creators=who, year=year)) == shown


def test_a_cover_without_a_picture_is_typeset_from_escaped_words() -> None:
    typeset = cover(a_card("video", Cover()), "cover--small")
    assert typeset.count(ESCAPED) == 3
    assert HOSTILE not in typeset
    assert typeset.startswith('<span class="cover cover--small cover--wide"')
    assert "<img" not in typeset


def test_a_cover_with_a_picture_shows_it_in_its_size() -> None:
    shown = cover(a_card("book", Cover(HOSTILE, 300, 400)))
    assert shown.startswith('<span class="cover"')
    assert f'src="{ESCAPED}"' in shown
    assert 'width="300" height="400"' in shown
    assert "typeset" not in shown
    assert "width" not in cover(a_card("book", Cover("/bia.jpg")))


def test_a_large_cover_has_its_small_copy_for_phones() -> None:
    both = Cover("/nho.webp", 600, 800, "/bia.jpg")
    assert 'srcset="/nho.webp 240w, /bia.jpg 600w"' in cover(a_card("book", both), "cover--large")
    assert "srcset" not in cover(a_card("book", both), "cover--small")
    assert "srcset" not in cover(a_card("book", replace(both, url="/bia.jpg")), "cover--large")


def a_card(kind: str, image: Cover) -> ResourceCard:
    """Return a card with a hostile text in every value that people write."""
    return ResourceCard(uuid4(), "/", HOSTILE, HOSTILE, 2024, HOSTILE, kind, HOSTILE, (HOSTILE,), HOSTILE, image)
