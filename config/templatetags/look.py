"""The small parts that stand many times on a screen; a template that is included a hundred times takes long."""

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

ICON = '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
OF_KINDS = {"video": "video", "audio": "audio", "image": "image", "book": "book", "textbook": "book"}


class Piece(Protocol):
    """A piece of a text, and whether it is what was searched for."""

    text: str
    marked: bool


@register.simple_tag
def icon(name: str, more: str = "") -> SafeString:
    """`{% icon "search" %}`: a sign of static/look/icons.svg, for the eye alone; `more`: further classes."""
    return format_html(ICON, more, static("look/icons.svg"), name)


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """The sign of a kind of resource."""
    return icon(OF_KINDS.get(kind, "document"))


@register.simple_tag
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A text in which what was searched for is marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece.text) if piece.marked else piece.text,) for piece in pieces)
    )
