"""What the page of a batch shows: numbers by action or outcome, and each record in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.errors import saved_sentence
from imports import errors
from imports.differences import FieldLine, lines_of_match, lines_of_record, summary_line
from imports.models import ImportBatch, StagedRecord
from imports.queries import counts, to_do, undecided
from imports.readers import FORMATS
from repository.copies import CopyEntry, copies_from_values
from repository.description import Description
from repository.formats.marc import Reason
from repository.models import Resource
from repository.queries import owned_by
from repository.record_bounds import NAMES

Action, Decision, Outcome, State = (
    StagedRecord.Action, StagedRecord.Decision, StagedRecord.Outcome, ImportBatch.State,
)  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """The numbers of a batch."""

    counts: Mapping[str, int]
    labels: Mapping[str, str]
    undecided: int
    to_do: int
    problem: str
    format: str
    read: float  # from 0 to 1

    @classmethod
    def of(cls, viewer: Viewer, batch: ImportBatch) -> "Summary":
        """Count the records of a batch."""
        started = batch.state == State.STARTED
        choices: Any = Outcome if started else Action
        found = counts(viewer, batch, "outcome" if started else "action")
        return cls(
            counts={choice.value: found[choice.value] for choice in choices if found.get(choice.value)},
            labels={choice.value: str(choice.label) for choice in choices},
            undecided=undecided(viewer, batch),
            to_do=to_do(viewer, batch),
            problem=problem_of(batch),
            format=str(FORMATS[batch.format].label) if batch.format in FORMATS else batch.format,
            read=min(batch.loaded_bytes / batch.size, 1.0) if batch.size else 0.0,
        )

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        """Return (name, label, number) of each action or outcome that occurs."""
        return [(name, self.labels[name], number) for name, number in self.counts.items()]

    @property
    def first(self) -> str:
        """Return what a librarian should look at first."""
        return next(iter(self.counts), "")


def problem_of(batch: ImportBatch) -> str:
    """Return the sentence of what refused the file; empty if nothing did."""
    return saved_sentence(batch.problem, batch.problem_details)


@dataclass(frozen=True)
class Candidate:
    """A record of the school that a staged one may describe; `value` is the decision for it in the form."""

    resource: Resource
    text: str
    differences: list[FieldLine]
    value: str


class RecordLine:
    """A staged record in words. `present`: the descriptions of resources that it may match, by key."""

    def __init__(self, record: StagedRecord, batch: ImportBatch, present: Mapping[int, Resource]) -> None:
        self.record = record
        self.batch = batch
        self.present = present

    @cached_property
    def title(self) -> str:
        """Return the title, or the number of a record without one."""
        return self.record.title or _("Record %(number)s") % {"number": self.record.number}

    @cached_property
    def names(self) -> str:
        """Return who made it, publisher and year as the file has them."""
        values = self.record.description
        names = ", ".join(one.get("name", "") for one in values.get("creators", []))
        place = ", ".join(filter(None, (values.get("publisher", ""), str(values.get("year") or ""))))
        return " · ".join(filter(None, (names, place, values.get("isbn", ""))))

    @cached_property
    def reason(self) -> str:
        """Return why the record is refused or doubtful."""
        if not self.record.reason:
            return ""
        details = dict(self.record.details)
        if "field" in details:
            details["field"] = NAMES.get(details["field"], details["field"])
        if self.record.reason in (errors.DamagedMarc.code, errors.DamagedFile.code):
            details["reason"] = dict(Reason.choices).get(details["reason"], details["reason"])
        return saved_sentence(self.record.reason, details)

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """Return what the file says."""
        return lines_of_record(self.record)

    @cached_property
    def copies(self) -> list[CopyEntry]:
        """Return what the file says of the copies."""
        return copies_from_values(self.record.copies)

    @cached_property
    def matches(self) -> list[Candidate]:
        """Return each record of the school that it may describe."""
        keys = self.record.candidates or [self.record.match_id]
        return [self._candidate(self.present[key]) for key in keys if key in self.present]

    def _candidate(self, resource: Resource) -> Candidate:
        differences = lines_of_match(self.record, Description.of(resource), self.batch.on_match)
        return Candidate(resource, summary_line(resource), differences, f"{Decision.MATCH}-{resource.pk}")

    @property
    def twin(self) -> int | None:
        """Return the number of the earlier record of the file that it repeats."""
        return self.record.twin

    @property
    def chosen(self) -> str:
        """Return the value of the chosen decision in the form."""
        if self.record.decision == Decision.MATCH:
            return f"{Decision.MATCH}-{self.record.match_id or 0}"
        return self.record.decision


def lines(viewer: Viewer, batch: ImportBatch, records: Sequence[StagedRecord]) -> list[RecordLine]:
    """Return the records of a page in words, with the resources that they may match, read in a few queries."""
    keys = {key for one in records for key in (one.candidates or [one.match_id]) if key}
    own = owned_by(viewer).filter(pk__in=keys).prefetch_related("contributors", "headings")
    present = {one.pk: one for one in own}
    return [RecordLine(one, batch, present) for one in records]
