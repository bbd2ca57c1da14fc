"""The filters beside what was found: facets with counts, and chips for those in use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import School
from reading.cards import KINDS, SUBJECTS, grade_name
from search.query import Query

UNFOLDED, LISTED = 6, 30  # values at once, and in all; nobody looks through the names of a thousand schools
Namer = Callable[[str, str], str]  # of a facet and one of its values
TITLES = {
    "subject": gettext_lazy("Subject"),
    "grade": gettext_lazy("Grade"),
    "kind": gettext_lazy("Kind"),
    "school": gettext_lazy("School"),
    "language": gettext_lazy("Language"),
}


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, in words, with how many resources have it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """The values of one facet; the rarer ones are folded away, the rarest of many left out, chosen ones never."""

    name: str
    title: str
    shown: tuple[Choice, ...]
    folded: tuple[Choice, ...]
    left_out: int


@dataclass(frozen=True)
class Chip:
    """A filter in use; its address is the same search without it."""

    text: str
    url: str


def facets(query: Query, counts: Mapping[str, Mapping[str, int]], name: Namer) -> tuple[Facet, ...]:
    """Every facet that divides what was found."""
    made = [_facet(facet, query, counts.get(facet, {}), name) for facet in TITLES]
    return tuple(facet for facet in made if len(facet.shown) > 1 or any(choice.chosen for choice in facet.shown))


def _facet(facet: str, query: Query, counts: Mapping[str, int], name: Namer) -> Facet:
    chosen = query.chosen.get(facet, ())
    listed = _listed(facet, query, counts)
    choices = [Choice(value, name(facet, value), counts.get(value, 0), value in chosen) for value in listed]
    shown = tuple(choice for place, choice in enumerate(choices) if place < UNFOLDED or choice.chosen)
    folded = tuple(choice for place, choice in enumerate(choices) if place >= UNFOLDED and not choice.chosen)
    return Facet(facet, str(TITLES[facet]), shown, folded, len({*counts, *chosen}) - len(listed))


def _listed(facet: str, query: Query, counts: Mapping[str, int]) -> list[str]:
    chosen = query.chosen.get(facet, ())
    values = sorted({*counts, *chosen}, key=lambda value: _order(facet, value, counts))
    return [value for place, value in enumerate(values) if place < LISTED or value in chosen]


def _order(facet: str, value: str, counts: Mapping[str, int]) -> tuple[Any, ...]:
    """Grades in their order, all else the most frequent first."""
    if facet == "grade":
        return (int(value) if value.isdecimal() else 99, value)
    return (-counts.get(value, 0), value)


def chips(query: Query, address: str, name: Namer) -> tuple[Chip, ...]:
    """What narrows the search, each with the way back."""
    made = [
        Chip(name(facet, value), f"{address}?{query.dropping(facet, value).address()}")
        for facet, values in query.chosen.items()
        for value in values
    ]
    return tuple(made)


def namer(query: Query, counts: Mapping[str, Mapping[str, int]]) -> Namer:
    """How a value of a facet is called; schools are asked for once."""
    codes = _listed("school", query, counts.get("school", {}))
    schools = dict(School.objects.filter(code__in=codes).values_list("code", "name"))

    def name(facet: str, value: str) -> str:
        names: dict[str, Mapping[str, Any]] = {"subject": SUBJECTS, "kind": KINDS, "school": schools}
        if facet == "grade":
            return grade_name(value)
        if facet == "language":
            return language_name(value)
        return capfirst(str(names[facet].get(value, value)))

    return name


def language_name(code: str) -> str:
    """A language in the language of the screen."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code or _("unknown")
