"""What the format says of the commonly used fields: names, indicators, subfields, what may repeat; in both languages.

The table is field_help.tsv. Sources: MARC 21 Format for Bibliographic Data (https://www.loc.gov/marc/bibliographic/)
and TCVN 7539:2005.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

TABLE = Path(__file__).with_name("field_help.tsv")
BLANK = "#"  # how MARC's own documentation writes a blank indicator
LINKING = "0123456789"  # control subfields, which are allowed in any field


@dataclass(frozen=True)
class Text:
    """A text in both languages."""

    english: str
    vietnamese: str

    def __str__(self) -> str:
        return self.vietnamese if (get_language() or "vi").startswith("vi") else self.english


@dataclass(frozen=True)
class Indicator:
    """The allowed values and what they mean."""

    values: frozenset[str]
    meaning: Text


@dataclass(frozen=True)
class Subfield:
    """The meaning of a subfield."""

    meaning: Text
    repeats: bool


@dataclass
class Rule:
    """One field; `indicators` by position, 1 or 2, where the table names them."""

    meaning: Text
    repeats: bool
    indicators: dict[int, Indicator] = field(default_factory=dict)
    subfields: dict[str, Subfield] = field(default_factory=dict)


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rule of each field in the table, by tag."""
    found: dict[str, Rule] = {}
    with TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            meaning, repeats = Text(row["english"], row["vietnamese"]), row["repeat"] == "yes"
            if row["part"] == "field":
                found[row["tag"]] = Rule(meaning, repeats)
            elif row["part"] == "sub":
                found[row["tag"]].subfields[row["code"]] = Subfield(meaning, repeats)
            else:
                place = int(row["part"].removeprefix("ind"))
                found[row["tag"]].indicators[place] = Indicator(frozenset(row["code"].split()), meaning)
    return found
