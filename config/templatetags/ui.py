"""The small parts that stand many times on a screen; a template that is included a hundred times takes long.

Here `escape` is called by name, which takes less than `format_html`; a results page has hundreds of these.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reading.cards import Cover, ResourceCard
from reading.filters import FacetChoice
from search.highlighting import Fragment

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


@register.simple_tag
def icon(name: str, more: str = "") -> SafeString:
    """`{% icon "search" %}`: a sign of static/theme/icons.svg, for the eye alone; `more`: further classes."""
    return _icon(name, more)


@cache
def _icon(name: str, more: str) -> SafeString:
    return format_html(ICON, more, static("theme/icons.svg"), name)


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """Return the icon of a kind of resource."""
    return icon(OF_KINDS.get(kind, "document"))


@register.simple_tag
def kind_line(card: ResourceCard) -> SafeString:
    """Kind, subjects and grades in one quiet line."""
    parts = " · ".join(map(escape, (card.kind_name, *card.subjects_and_grades)))
    return SafeString(f"{kind_icon(card.kind)} <span>{parts}</span>")


@register.simple_tag
def byline(card: ResourceCard) -> SafeString:
    """Return who made the resource and its year, as far as they are known: “Nguyễn Trãi · 2024”."""
    parts = (card.who, str(card.year or ""))
    return SafeString(" · ".join(escape(part) for part in parts if part))


@register.simple_tag
def cover(card: ResourceCard, more: str = "") -> SafeString:
    """Its cover, or a typeset one in the colour of its subject. Decoration: the title stands beside it in words."""
    wide = card.kind in WIDE
    inside = _picture(card.cover) if card.cover.url else _typeset(card, " typeset--wide" * wide)
    classes = " ".join(name for name in ("cover", more, "cover--wide" * wide) if name)
    return SafeString(COVER.format(classes, escape(card.subject), inside))


def _picture(picture: Cover) -> str:
    size = SIZE.format(escape(str(picture.width)), escape(str(picture.height))) if picture.width else ""
    return PICTURE.format(escape(picture.url), size)


def _typeset(card: ResourceCard, more: str) -> str:
    return TYPESET.format(more, escape(card.title), escape(card.who), kind_icon(card.kind))


@register.simple_tag
def choices(facet: str, values: Iterable[FacetChoice]) -> SafeString:
    """Values of a facet to be ticked, each with how many resources have it."""
    return SafeString("\n".join(_choice(escape(facet), escape(one.value), one) for one in values))


def _choice(facet: str, value: str, one: FacetChoice) -> str:
    return CHOICE.format(facet, value, facet, value, TICKED[one.chosen], escape(one.label), one.count)


@register.simple_tag
def marked(pieces: Iterable[Fragment]) -> SafeString:
    """Return a text with the matches marked."""
    return SafeString("".join(MARK.format(escape(one.text)) if one.marked else escape(one.text) for one in pieces))
