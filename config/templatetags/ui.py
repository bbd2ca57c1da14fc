"""Template tags for parts that are on a page hundreds of times, where including a template would be slow.

They call `escape` themselves, which is faster than `format_html`; tests/config/test_ui.py checks every value.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.dates import format_date, format_date_and_time, format_last_day
from portal.resource_links import links_for
from reading.cards import SMALL_COVER_WIDTH, Cover, ResourceCard
from reading.filters import FacetChoice
from reading.hearts import heart as heart_of
from repository.languages import language_name
from repository.models import Resource
from search.highlighting import Fragment

register = template.Library()

ICON = '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
KIND_ICONS = {"video": "video", "audio": "audio", "image": "image", "book": "book", "textbook": "book"}
CHOICE = (
    '<label class="choice"><input type="checkbox" name="{}" value="{}" id="facet-{}-{}"{}>'
    ' <span>{}</span> <span class="choice__count">{}</span></label>'
)
MARK = "<mark>{}</mark>"
COVER = '<span class="{}" data-subject="{}" aria-hidden="true">{}</span>'
IMAGE = '<img class="cover__image" src="{}" alt="" loading="lazy" decoding="async"{}>'
# The widths of a large cover on the page of a resource, static/reading/reading.css.
LARGE_SIZES = ' srcset="{} {}w, {} {}w" sizes="(min-width: 900px) 256px, 112px"'
SIZE = ' width="{}" height="{}"'
TYPESET = (
    '<span class="typeset{}"><span class="typeset__title">{}</span>'
    '<span class="typeset__byline">{}</span> <span class="typeset__kind">{}</span></span>'
)
WIDE = frozenset({"video", "audio"})
CHECKED = {True: " checked", False: ""}


register.filter("day", format_date)  # {{ news.day|day }}: 07/12/2026
register.filter("day_and_time", format_date_and_time)
register.filter("named_language", language_name)  # {{ file.details.language|named_language }}: Vietnamese
register.filter("last_day", format_last_day)  # of a period whose end is exclusive


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Return an icon of static/theme/icons.svg, hidden from screen readers: `{% icon "search" "further classes" %}`."""
    return _icon(name, classes)


@cache
def _icon(name: str, classes: str) -> SafeString:
    return format_html(ICON, classes, static("theme/icons.svg"), name)


@register.inclusion_tag("reading/parts/heart.html", takes_context=True)
def heart(context: Context, card: ResourceCard) -> dict[str, Any]:
    """Return the heart of a card: `{% heart card %}`; the context needs `request`."""
    return heart_of(context.get("request"), card.uuid, card.title)


@register.inclusion_tag("portal/resource_bar.html", takes_context=True)
def resource_bar(context: Mapping[str, Any], resource: Resource, current: str) -> dict[str, Any]:
    """Show its librarians what they can do with a resource; `current` names the link of this screen."""
    request = context["request"]
    return {"links": links_for(request.viewer, resource, back=request.get_full_path()), "current": current}


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """Return the icon of a kind of resource."""
    return icon(KIND_ICONS.get(kind, "document"))


@register.simple_tag
def kind_line(card: ResourceCard) -> SafeString:
    """Return kind, subjects and grades in one line."""
    parts = " · ".join(map(escape, (card.kind_name, *card.subjects_and_grades)))
    return SafeString(f"{kind_icon(card.kind)} <span>{parts}</span>")


@register.simple_tag
def byline(card: ResourceCard) -> SafeString:
    """Return who made the resource and its year, as far as they are known: “Nguyễn Trãi · 2024”."""
    parts = (card.creators, str(card.year or ""))
    return SafeString(" · ".join(escape(part) for part in parts if part))


@register.simple_tag
def cover(card: ResourceCard, classes: str = "") -> SafeString:
    """Return the cover image, or a typeset cover in the colour of the subject.

    Screen readers skip it: the title is beside it as text.
    """
    wide = card.kind in WIDE
    content = (
        _image(card.cover, is_large="cover--large" in classes)
        if card.cover.url
        else _typeset(card, " typeset--wide" * wide)
    )
    names = " ".join(name for name in ("cover", classes, "cover--wide" * wide) if name)
    return SafeString(COVER.format(names, escape(card.subject), content))


def _image(image: Cover, *, is_large: bool) -> str:
    size = SIZE.format(escape(str(image.width)), escape(str(image.height))) if image.width else ""
    return IMAGE.format(escape(image.large_url if is_large else image.url), _sizes(image) * is_large + size)


def _sizes(image: Cover) -> str:
    """Return both copies, of which the browser takes the smaller one on a phone."""
    if image.width is None or image.url == image.large_url:
        return ""
    return LARGE_SIZES.format(escape(image.url), SMALL_COVER_WIDTH, escape(image.large_url), escape(str(image.width)))


def _typeset(card: ResourceCard, classes: str) -> str:
    return TYPESET.format(classes, escape(card.title), escape(card.creators), kind_icon(card.kind))


@register.simple_tag
def choices(facet: str, values: Iterable[FacetChoice]) -> SafeString:
    """Return a checkbox for each value of a facet, with its number of resources."""
    return SafeString("\n".join(_choice(escape(facet), escape(choice.value), choice) for choice in values))


def _choice(facet: str, value: str, choice: FacetChoice) -> str:
    checked = CHECKED[choice.chosen]
    return CHOICE.format(facet, value, facet, value, checked, escape(choice.label), choice.count)


@register.simple_tag
def marked(fragments: Iterable[Fragment]) -> SafeString:
    """Return a text with its matches in <mark>."""
    texts = ((escape(fragment.text), fragment.marked) for fragment in fragments)
    return SafeString("".join(MARK.format(text) if is_match else text for text, is_match in texts))
