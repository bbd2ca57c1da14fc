"""A list as the screen shows it: one line for each book, and how many wait, are found, are taken."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.errors import saved_sentence
from imports.copy_cataloguing.models import Candidate, ScannedBook

State = ScannedBook.State


@dataclass(frozen=True)
class BookLine:
    """One book of the list."""

    book: ScannedBook

    @cached_property
    def state(self) -> str:
        """Return its state; a taken one whose record was undone or deleted is found again."""
        if self.book.state == State.TAKEN and self.book.resource is None:
            return State.HELD if self.book.held else State.FOUND
        return self.book.state

    @property
    def state_in_words(self) -> str:
        """Return the state for the screen."""
        return str(State(self.state).label)

    @cached_property
    def candidates(self) -> Sequence[Candidate]:
        """Return the records that were found, the fullest first."""
        return list(self.book.candidates.all())

    @property
    def best(self) -> Candidate | None:
        """Return the fullest record."""
        return self.candidates[0] if self.candidates else None

    @property
    def title(self) -> str:
        """Return the title of the best record; empty without one."""
        return str(self.best.values.get("title", "")) if self.best else ""

    @property
    def facts(self) -> str:
        """Return names, publisher and year of the best record."""
        values: dict[str, Any] = self.best.values if self.best else {}
        names = ", ".join(str(credit["name"]) for credit in values.get("creators", []))
        place = ", ".join(filter(None, (values.get("publisher", ""), str(values.get("year") or ""))))
        return " · ".join(filter(None, (names, place)))

    @property
    def problem(self) -> str:
        """Return why the entry was not looked up, or its record not taken."""
        return saved_sentence(self.book.problem, self.book.problem_details)

    @property
    def outages(self) -> list[str]:
        """Return a sentence for each target that gave no usable answer."""
        return [
            f"{answer['target']}: {saved_sentence(answer['problem'], answer['details'])}"
            for answer in self.book.answers
            if answer["problem"]
        ]

    @property
    def is_waiting(self) -> bool:
        """Return whether a worker looks it up."""
        return self.state == State.WAITING

    @property
    def is_open(self) -> bool:
        """Return whether its record can be taken now."""
        return self.state in (State.FOUND, State.HELD) and self.best is not None


@dataclass(frozen=True)
class Summary:
    """The numbers of a list."""

    size: int
    waiting: int
    found: int
    taken: int

    @classmethod
    def of(cls, states: Mapping[str, int]) -> "Summary":
        """Return the numbers of books by state (queries.counts)."""
        number = Counter(states)
        return cls(number.total(), number[State.WAITING], number[State.FOUND], number[State.TAKEN])

    @property
    def in_words(self) -> str:
        """Return how many books there are, are found, are taken."""
        parts = [ngettext("%(n)s book", "%(n)s books", self.size) % {"n": self.size}]
        if self.waiting:
            parts.append(_("%(n)s being looked up") % {"n": self.waiting})
        if self.found:
            parts.append(_("%(n)s found and not yet taken") % {"n": self.found})
        if self.taken:
            parts.append(_("%(n)s taken") % {"n": self.taken})
        return " · ".join(parts)
