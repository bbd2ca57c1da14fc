"""The beginning of the home page of a person: what they are reading, their lists, their subjects and grades."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.viewer import Viewer
from personal import queries
from personal.models import Choices
from reading.cards import ResourceCard, card_for, grade_name
from reading.history_cards import PlaceCard, history_cards
from reading.list_cards import ListCard, followed_list_card, own_list_card
from reading.loan_cards import LoanCard, loan_cards
from repository.curriculum import is_subject, subject_name
from search.queries import find
from search.query import Query, Sort

MAX_LOANS, MAX_HISTORY, MAX_LISTS, MAX_NEW = 6, 6, 6, 12


@dataclass(frozen=True)
class NewForMe:
    """New resources of the person's subjects and grades; `title` names these, `url` leads to all.

    `reason` says where grades come from that the person did not choose.
    """

    title: str
    cards: tuple[ResourceCard, ...]
    url: str
    reason: str = ""


@dataclass(frozen=True)
class MyHome:
    """What is the viewer's own. `new` is None until they choose subjects or grades."""

    loans: list[LoanCard]
    history: list[PlaceCard]
    lists: list[ListCard]
    new: NewForMe | None


def my_home(viewer: Viewer) -> MyHome:
    """Return the beginning of the viewer's home page, what they are reading first."""
    loans = loan_cards(viewer, MAX_LOANS)
    borrowed = {loan.resource.uuid for loan in loans}
    history = history_cards(viewer, queries.history_of(viewer)[: MAX_HISTORY + MAX_LOANS])
    read = [place for place in history if place.resource.uuid not in borrowed][:MAX_HISTORY]
    return MyHome(loans, read, _lists(viewer), _new(viewer, queries.choices_of(viewer)))


def _lists(viewer: Viewer) -> list[ListCard]:
    """Return own lists that hold something and followed ones, so that a class sees its list at once."""
    own = [own_list_card(row) for row in queries.filled_lists_of(viewer)[:MAX_LISTS]]
    followed = [followed_list_card(row) for row in queries.followed_lists(viewer)[:MAX_LISTS]]
    return (own[:1] + followed + own[1:])[:MAX_LISTS]


def _new(viewer: Viewer, choices: Choices) -> NewForMe | None:
    chosen = {"subject": tuple(choices.subjects), "grade": tuple(str(grade) for grade in choices.grades)}
    chosen = {facet: values for facet, values in chosen.items() if values}
    if not chosen:
        return None
    query = Query(chosen=chosen, sort=Sort.NEWEST, size=MAX_NEW)
    cards = tuple(card_for(hit.resource) for hit in find(viewer, query).hits)
    reason = _from_class(viewer) if choices.pk is None else ""
    return NewForMe(_title(choices), cards, f"{reverse('reading:results')}?{query.address()}", reason)


def _from_class(viewer: Viewer) -> str:
    names = queries.classes_of_viewer(viewer)
    sentence = ngettext(
        "The grade is that of your class %(names)s.", "The grades are those of your classes %(names)s.", len(names)
    )
    return sentence % {"names": ", ".join(names)}


def _title(choices: Choices) -> str:
    names = [subject_name(code) for code in choices.subjects if is_subject(code)]
    names += [grade_name(grade) for grade in choices.grades]
    return _("New for you: %(names)s") % {"names": " · ".join(names)}
