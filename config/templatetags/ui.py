"""The small parts that stand many times on a screen; a template that is included a hundred times takes long.

Here `escape` is called by name, which takes less than `format_html`; a results page has hundreds of these.
"""

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Protocol

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

ICON = '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
OF_KINDS = {"video": "video", "audio": "audio", "image": "image", "book": "book", "textbook": "book"}
CHOICE = (
    '<label class="choice"><input type="checkbox" name="{}" value="{}" id="facet-{}-{}"{}>'
    ' <span>{}</span> <span class="choice__count">{}</span></label>'
)
MARK = "<mark>{}</mark>"
COVER = '<span class="{}" data-subject="{}" aria-hidden="true">{}</span>'
PICTURE = '<img class="cover__image" src="{}" alt="" loading="lazy" decoding="async"{}>'
SIZE = ' width="{}" height="{}"'
TYPESET = (
    '<span class="typeset{}"><span class="typeset__title">{}</span>'
    '<span class="typeset__byline">{}</span> <span class="typeset__kind">{}</span></span>'
)
WIDE = frozenset({"video", "audio"})
TICKED = {True: " checked", False: ""}


class Choice(Protocol):
    """A value of a facet (reading/filters.py)."""

    value: str
    label: str
    count: int
    chosen: bool


class Piece(Protocol):
    """A piece of a text, and whether it is what was searched for."""

    text: str
    marked: bool


class Cover(Protocol):
    """A picture and its size in pixels; all empty where it must be typeset."""

    url: str
    width: int | None
    height: int | None


class Face(Protocol):
    """What is shown of a resource (reading/cards.py)."""

    title: str
    who: str
    year: int | None
    kind: str
    kind_name: str
    subjects_and_grades: tuple[str, ...]
    subject: str
    cover: Cover


@register.simple_tag
def icon(name: str, more: str = "") -> SafeString:
    """`{% icon "search" %}`: a sign of static/theme/icons.svg, for the eye alone; `more`: further classes."""
    return _icon(name, more)


@cache
def _icon(name: str, more: str) -> SafeString:
    return format_html(ICON, more, static("theme/icons.svg"), name)


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """The sign of a kind of resource."""
    return icon(OF_KINDS.get(kind, "document"))


@register.simple_tag
def kind_line(face: Face) -> SafeString:
    """Kind, subjects and grades in one quiet line."""
    parts = " · ".join(map(escape, (face.kind_name, *face.subjects_and_grades)))
    return SafeString(f"{kind_icon(face.kind)} <span>{parts}</span>")


@register.simple_tag
def byline(face: Face) -> SafeString:
    """Return who made the resource and its year, as far as they are known: “Nguyễn Trãi · 2024”."""
    parts = (face.who, str(face.year or ""))
    return SafeString(" · ".join(escape(part) for part in parts if part))


@register.simple_tag
def cover(face: Face, more: str = "") -> SafeString:
    """Its cover, or a typeset one in the colour of its subject. Decoration: the title stands beside it in words."""
    wide = face.kind in WIDE
    inside = _picture(face.cover) if face.cover.url else _typeset(face, " typeset--wide" * wide)
    classes = " ".join(name for name in ("cover", more, "cover--wide" * wide) if name)
    return SafeString(COVER.format(classes, escape(face.subject), inside))


def _picture(picture: Cover) -> str:
    size = SIZE.format(escape(str(picture.width)), escape(str(picture.height))) if picture.width else ""
    return PICTURE.format(escape(picture.url), size)


def _typeset(face: Face, more: str) -> str:
    return TYPESET.format(more, escape(face.title), escape(face.who), kind_icon(face.kind))


@register.simple_tag
def choices(facet: str, values: Iterable[Choice]) -> SafeString:
    """Values of a facet to be ticked, each with how many resources have it."""
    return SafeString("\n".join(_choice(escape(facet), escape(one.value), one) for one in values))


def _choice(facet: str, value: str, one: Choice) -> str:
    return CHOICE.format(facet, value, facet, value, TICKED[one.chosen], escape(one.label), one.count)


@register.simple_tag
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A text in which what was searched for is marked."""
    return SafeString("".join(MARK.format(escape(one.text)) if one.marked else escape(one.text) for one in pieces))
