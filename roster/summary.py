"""What the page of an import shows: numbers by outcome, rows in words, columns with their samples."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.dates import format_date
from ingest.errors import sentence_for
from roster.actions.importing import CHOICES
from roster.entries import as_row_problem
from roster.errors import ListFailed, NobodyInList, NoLongerLibrarian
from roster.headings import Field
from roster.models import ListImport, ListRow

Outcome, Decision = ListRow.Outcome, ListRow.Decision
# In the order in which a person should look at them.
ORDER = (
    Outcome.UNCLEAR, Outcome.BAD, Outcome.MISSING, Outcome.LEFT, Outcome.NEW, Outcome.MOVED, Outcome.CHANGED,
    Outcome.SAME,
)  # fmt: skip
FACTS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "birth_date": gettext_lazy("Date of birth"),
    "sector_id": gettext_lazy("Sector identifier"),
    "code": gettext_lazy("School's own code"),
    "class": gettext_lazy("Class"),
}
NOT_DONE = Q(decision__in=["", Decision.SKIP, Decision.STAYS])


@dataclass(frozen=True)
class LayoutView:
    """The columns of one layout for the form: heading, field and samples of each; the sheets with their classes."""

    columns: list[tuple[str, str, list[str]]]
    sheets: list[tuple[str, str]]


@dataclass(frozen=True)
class Summary:
    """The numbers of an import."""

    counts: dict[str, int]
    to_do: int
    done: int
    total: int
    undecided: int
    problem: str
    dropped: list[str] = field(default_factory=list)
    layouts: list[LayoutView] = field(default_factory=list)
    lacks_columns: bool = False

    @classmethod
    def of(cls, found: ListImport) -> "Summary":
        """Count the rows of an import."""
        numbers = found.rows.exclude(outcome="").values("outcome").annotate(
            number=Count("pk"),
            done=Count("pk", filter=Q(applied=True)),
            not_done=Count("pk", filter=NOT_DONE & Q(applied=False)),
            undecided=Count("pk", filter=Q(decision="", applied=False)),
        )  # fmt: skip
        by_outcome = {row["outcome"]: row for row in numbers}
        good = [row for outcome, row in by_outcome.items() if outcome != Outcome.BAD]
        fields = [layout["fields"] for layout in found.layouts]
        return cls(
            counts={outcome.value: by_outcome[outcome]["number"] for outcome in ORDER if outcome in by_outcome},
            to_do=sum(row["number"] - row["not_done"] for row in good if row["outcome"] != Outcome.SAME),
            done=sum(row["done"] for row in by_outcome.values()),
            total=sum(row["number"] - row["not_done"] for row in good),
            undecided=sum(row["undecided"] for row in good),
            problem=_problem(found),
            dropped=list(dict.fromkeys(head for layout in found.layouts for head in layout["dropped"])),
            layouts=list(map(_layout, found.layouts)),
            lacks_columns=not all({Field.NAME, Field.GIVEN_NAME} & set(names) for names in fields),
        )

    @property
    def first(self) -> str:
        """Return the outcome that a person should look at first."""
        return next(iter(self.counts), "")

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        """Return (outcome, label, number) of each outcome that occurs."""
        return [(outcome, str(Outcome(outcome).label), number) for outcome, number in self.counts.items()]


class RowLine:
    """A row in words."""

    def __init__(self, row: ListRow, found: ListImport) -> None:
        self.row = row
        self.found = found

    @cached_property
    def facts(self) -> str:
        """Return the date of birth and the class that the list gives."""
        entry = self.row.entry
        born = format_date(date.fromisoformat(entry["birth_date"])) if entry.get("birth_date") else ""
        return " · ".join(filter(None, (born, entry.get("class_name") or self.row.before.get("class", ""))))

    @cached_property
    def place(self) -> str:
        """Return where the row stands in the file."""
        if not self.row.line:
            return ""
        line = _("line %(line)s") % {"line": self.row.line}
        return f"{self.row.sheet}, {line}" if self.row.sheet else line

    @cached_property
    def note(self) -> str:
        """Return what is wrong, what changes, or whom the school has of this name."""
        row = self.row
        if row.outcome == Outcome.BAD:
            return str(as_row_problem(row.problem)(**row.entry.get("details", {})))
        if row.outcome == Outcome.UNCLEAR and row.membership is not None:
            return _("Is it %(name)s (%(username)s), whom your school already has?") % {
                "name": row.membership.person.name,
                "username": row.membership.person.username,
            }
        return "; ".join(self._change(fact, old) for fact, old in row.before.items() if row.line)

    def _change(self, fact: str, old: str) -> str:
        if fact == "membership":
            return _("comes back")
        new = self.row.entry.get("class_name" if fact == "class" else fact, "")
        if fact == "birth_date":
            old, new = (format_date(date.fromisoformat(day)) if day else "" for day in (old, new))
        return f"{FACTS[fact]}: {old or '–'} → {new}"

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """Return the decisions that a person may take."""
        choices = [(value, str(Decision(value).label)) for value in CHOICES.get(self.row.outcome, ())]
        return [("", _("Please decide")), *choices] if self.row.decision == "" else choices

    @property
    def state(self) -> str:
        """Return what became of the row, after the import."""
        if self.row.applied:
            return _("done")
        return "" if self.row.outcome == Outcome.BAD else _("left out")


def _problem(found: ListImport) -> str:
    own = {error.code: error for error in (ListFailed, NobodyInList, NoLongerLibrarian)}
    if found.problem in own:
        return str(own[found.problem]())
    return sentence_for(found.problem, found.problem_details)


def _layout(layout: dict[str, Any]) -> LayoutView:
    samples = layout["samples"]
    return LayoutView(
        columns=[
            (head, layout["fields"][place], [row[place] for row in samples if row[place]])
            for place, head in enumerate(layout["heads"])
        ],
        sheets=list(layout["classes"].items()),
    )
