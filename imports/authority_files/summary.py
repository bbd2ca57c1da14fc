"""What the page of a file shows: numbers by action or outcome, and each entry in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from access.viewer import Viewer
from accounts.errors import saved_sentence
from imports.authority_files.matching import form_after, number_after, state_of
from imports.authority_files.models import AuthorityFile, StagedAuthority
from imports.authority_files.queries import counts, entries_of, to_do, undecided
from imports.authority_files.reading import FORMATS
from repository.authorities.differences import Line, difference
from repository.authorities.entries import LONG_NOTE, LONG_VARIANT, MANY_VARIANTS
from repository.authority_entry import Entry
from repository.models import Authority

Action, Decision, Outcome = StagedAuthority.Action, StagedAuthority.Decision, StagedAuthority.Outcome
LOST: Mapping[str, str | Promise] = {
    LONG_NOTE: _("the end of the notes, which are longer than 2,000 characters"),
    LONG_VARIANT: _("variants longer than 300 characters"),
    MANY_VARIANTS: _("the variants after the first 100"),
}


@dataclass(frozen=True)
class Summary:
    """The numbers of a file."""

    counts: Mapping[str, int]
    labels: Mapping[str, str]
    undecided: int
    to_do: int
    problem: str
    format: str

    @classmethod
    def of(cls, viewer: Viewer, file: AuthorityFile) -> "Summary":
        """Count the entries of a file."""
        started = file.state == AuthorityFile.State.STARTED
        choices: Any = Outcome if started else Action
        found = counts(viewer, file, "outcome" if started else "action")
        return cls(
            counts={choice.value: found[choice.value] for choice in choices if found.get(choice.value)},
            labels={choice.value: str(choice.label) for choice in choices},
            undecided=undecided(viewer, file),
            to_do=to_do(viewer, file),
            problem=saved_sentence(file.problem, file.problem_details),
            format=str(FORMATS[file.format].label) if file.format in FORMATS else file.format,
        )

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        """Return (name, label, number) of each action or outcome that occurs."""
        return [(name, self.labels[name], number) for name, number in self.counts.items()]

    @property
    def first(self) -> str:
        """Return what a cataloguer should look at first."""
        return next(iter(self.counts), "")


@dataclass(frozen=True)
class Candidate:
    """An authority of the node that an entry may mean; `value` is the decision for it in the form."""

    authority: Authority
    differences: list[Line]
    value: str


class EntryLine:
    """A staged entry in words. `present`: the authorities that a doubtful one may mean, by key."""

    def __init__(self, row: StagedAuthority, present: Mapping[int, Authority]) -> None:
        self.row = row
        self._present = present

    @cached_property
    def entry(self) -> Entry | None:
        """Return what the file says; None if it cannot be read."""
        return Entry.from_values(self.row.entry) if self.row.entry else None

    @cached_property
    def kind(self) -> str:
        """Return the kind of the heading."""
        return capfirst(str(dict(Authority.Kind.choices).get(self.entry.kind, ""))) if self.entry else ""

    @cached_property
    def reason(self) -> str:
        """Return why the entry is refused or doubtful."""
        return saved_sentence(self.row.reason, self.row.details) if self.row.reason else ""

    @cached_property
    def lost(self) -> str:
        """Return what the file says and an authority has no place for."""
        return "; ".join(str(LOST.get(name, name)) for name in self.entry.lost) if self.entry else ""

    @cached_property
    def values(self) -> list[Line]:
        """Return what a new authority gets beside its heading."""
        if self.entry is None or self.row.action not in (Action.NEW, Action.DOUBTFUL):
            return []
        given = {"variants": list(self.entry.variants), "note": self.entry.note}
        return [line for line in difference({}, given) if line.after]

    @cached_property
    def differences(self) -> list[Line]:
        """Return what differs: what the import would change, or what it changed."""
        if self.row.before:
            return _all_differences(self.row.before, self.row.after)
        if self.row.action == Action.CHANGED and self.row.authority is not None:
            return self._against(self.row.authority, self.row.found_by)
        return []

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Return each authority that a doubtful entry may mean, with what it would get."""
        found = [self._present[key] for key in self.row.candidates if key in self._present]
        return [Candidate(one, self._against(one, ""), f"{Decision.MATCH}-{one.pk}") for one in found]

    @property
    def chosen(self) -> str:
        """Return the value of the chosen decision in the form."""
        is_match = self.row.decision == Decision.MATCH
        return f"{Decision.MATCH}-{self.row.authority_id}" if is_match else self.row.decision

    def _against(self, authority: Authority, found_by: str) -> list[Line]:
        if self.entry is None:
            return []
        after = {
            "form": form_after(authority, self.entry, found_by).values(),
            "number": number_after(authority, self.entry),
        }
        return _all_differences(state_of(authority), after)


def _all_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    """Return what differs between two states of an authority (matching.state_of)."""
    found = difference(before["form"], after["form"])
    numbers = [" ".join(filter(None, state["number"])) for state in (before, after)]
    return found if numbers[0] == numbers[1] else [*found, Line(str(_("Number in its list")), *numbers)]


def lines(rows: Sequence[StagedAuthority]) -> list[EntryLine]:
    """Return the entries of a page in words, with the authorities that doubtful ones may mean, in two queries."""
    keys = {key for row in rows for key in row.candidates}
    present = Authority.objects.prefetch_related("variants").in_bulk(keys)
    return [EntryLine(row, present) for row in rows]


def report(viewer: Viewer, file: AuthorityFile) -> Iterator[list[str]]:
    """Yield the cells of a table of all entries: number, heading, kind, action or outcome, reason, what is lost."""
    for row in entries_of(viewer, file).iterator(chunk_size=200):
        line = EntryLine(row, {})
        state = row.get_outcome_display() if row.outcome else row.get_action_display()
        yield [str(row.number), row.shown, line.kind, capfirst(str(state)), line.reason, line.lost]
