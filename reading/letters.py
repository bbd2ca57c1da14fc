"""The bar of first letters above a list of titles, in the order of a Vietnamese dictionary."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.paging import PARAMETER as PAGE
from repository.first_letters import DIGITS, FIRST_LETTERS, beginning_with, counts_by_letter
from repository.models import Resource

PARAMETER = "letter"
FEW = 20  # titles that need no bar
RARE = set("fjwz")  # no letters of Vietnamese; shown where a title begins with one


@dataclass(frozen=True)
class Letter:
    """A first letter, and the address of its titles; empty where no title begins with it."""

    label: str
    url: str
    number: int
    is_chosen: bool


def letter_bar(counts: Mapping[str, int], chosen: str, address: Callable[[str], str]) -> tuple[Letter, ...]:
    """Return the bar for titles counted by first letter; empty for a list that needs none.

    `address` returns the address of the titles with a letter, of “” that of all.
    """
    if sum(counts.values()) <= FEW and not chosen:
        return ()
    everything = Letter(pgettext("letters", "All"), address(""), sum(counts.values()), not chosen)
    shown = [letter for letter in FIRST_LETTERS if letter not in RARE or letter in (*counts, chosen)]
    return (everything, *(_letter(letter, counts.get(letter, 0), letter == chosen, address) for letter in shown))


def letter_name(letter: str) -> str:
    """Return a letter as it is shown."""
    return _("0–9") if letter == DIGITS else letter.upper()


def narrowed(request: HttpRequest, resources: QuerySet[Resource]) -> tuple[QuerySet[Resource], tuple[Letter, ...]]:
    """Return the titles that the address asks for, by title where it has a letter of one of them, and the bar."""
    asked, counts = request.GET.get(PARAMETER, ""), counts_by_letter(resources)
    chosen = asked if asked in counts else ""

    def address(letter: str) -> str:
        parameters = request.GET.copy()
        for name in (PARAMETER, PAGE):
            parameters.pop(name, None)
        if letter:
            parameters[PARAMETER] = letter
        return f"{request.path}?{parameters.urlencode()}" if parameters else request.path

    bar = letter_bar(counts, chosen, address)
    return (beginning_with(resources, chosen).order_by("sort_title", "pk") if chosen else resources), bar


def _letter(letter: str, number: int, is_chosen: bool, address: Callable[[str], str]) -> Letter:
    return Letter(letter_name(letter), address(letter) if number or is_chosen else "", number, is_chosen)
