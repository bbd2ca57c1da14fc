"""Compare the rows of a list with the members whom a school has: who is new, moved, changed, unclear, missing.

A person is recognised by the sector identifier, then by the school's own code. The name with the date of birth alone
proposes a member, and a person says whether it is the same one; only where the class is the same, too, and nobody
else has that name, there is nothing to ask. Members of other schools are never looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from roster.entries import Entry, class_key
from roster.models import ListRow

Outcome = ListRow.Outcome


@dataclass(frozen=True)
class Known:
    """A member of the school, with the class in which the member is now (its key and the first day of its year)."""

    membership: int
    name: str
    name_key: str
    birth_date: str
    sector_id: str
    code: str
    class_name: str
    class_key: str
    year: str  # first day of the school year, yyyy-mm-dd; empty without a class
    is_current: bool


@dataclass(frozen=True)
class Comparison:
    """What the import would do with one row."""

    outcome: Outcome
    member: Known | None = None
    before: dict[str, str] = field(default_factory=dict)  # what differs: name of the fact → value of the school


class Members:
    """The members of a school, by everything by which a list can name them."""

    def __init__(self, known: Iterable[Known], *, year: str) -> None:
        self.year = year
        self.known = list(known)
        self.by_sector_id = {member.sector_id: member for member in self.known if member.sector_id}
        self.by_code = {member.code: member for member in self.known if member.code}
        self.by_name: defaultdict[str, list[Known]] = defaultdict(list)
        for member in self.known:
            self.by_name[member.name_key].append(member)

    def compare(self, entry: Entry, *, is_only: bool) -> Comparison:
        """Compare one person of the list; `is_only`: nobody else in the list has this name and date of birth."""
        member = self.by_sector_id.get(entry.sector_id) if entry.sector_id else None
        member = member or (self.by_code.get(entry.code) if entry.code else None)
        if member is not None:
            is_sure = member.name_key == entry.name_key or (member.birth_date == entry.birth_date != "")
            return self._difference(entry, member) if is_sure else Comparison(Outcome.UNCLEAR, member)
        alike = [other for other in self.by_name[entry.name_key] if _may_be(entry, other)]
        if not alike:
            return Comparison(Outcome.LEFT if entry.has_left else Outcome.NEW)
        alike.sort(key=lambda other: (not self._is_in_class(entry, other), not other.is_current))
        if is_only and self._is_in_class(entry, alike[0]) and not any(self._is_in_class(entry, o) for o in alike[1:]):
            return self._difference(entry, alike[0])
        return Comparison(Outcome.UNCLEAR, alike[0])

    def _is_in_class(self, entry: Entry, member: Known) -> bool:
        if not entry.class_name:  # staff
            return member.is_current
        return member.is_current and (member.class_key, member.year) == (class_key(entry.class_name), self.year)

    def _difference(self, entry: Entry, member: Known) -> Comparison:
        """Return what the list changes of a member whom it names for sure."""
        if entry.has_left:
            return Comparison(Outcome.LEFT if member.is_current else Outcome.SAME, member)
        before: dict[str, str] = {}
        if entry.name_key != member.name_key:
            before["name"] = member.name
        for fact in ("birth_date", "sector_id", "code"):
            old, new = getattr(member, fact), getattr(entry, fact)
            if new and old != new:
                before[fact] = old
        if not member.is_current:
            before["membership"] = "ended"
        if entry.class_name and not (member.class_key == class_key(entry.class_name) and member.year == self.year):
            before["class"] = member.class_name
            return Comparison(Outcome.MOVED, member, before)
        return Comparison(Outcome.CHANGED if before else Outcome.SAME, member, before)

    def missing(self, matched: set[int], classes: Sequence[str], *, whole_school: bool) -> list[Known]:
        """Return the current members whom a list of these classes ought to name and does not.

        Those of the same classes in this year; of the classes from which these pupils came, in the year before (5A for
        6A); and, if the list is of the whole school, everyone.
        """
        keys = {class_key(name) for name in classes}
        sources = {class_key(name) for name in map(_class_before, classes) if name}
        return [
            member
            for member in self.known
            if member.is_current
            and member.membership not in matched
            and (
                whole_school
                or (member.year == self.year and member.class_key in keys)
                or ("" < member.year < self.year and member.class_key in sources)
            )
        ]


def _may_be(entry: Entry, member: Known) -> bool:
    """Return whether a member of the same name can be this person: no fact that both have differs."""
    return not any(
        getattr(entry, fact) and getattr(member, fact) and getattr(entry, fact) != getattr(member, fact)
        for fact in ("birth_date", "sector_id", "code")
    )


def _class_before(name: str) -> str:
    """Return the class of the same pupils a year before: 5A1 for 6A1; empty where none can be said."""
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return f"{int(digits) - 1}{name[len(digits) :]}" if digits and len(digits) < 3 and int(digits) > 1 else ""
