"""What the columns of a list are said to hold: checked, read from a form, and offered again for the same headings."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from imports.spreadsheets.columns import LABELS, REPEATABLE, REQUIRED, Column
from imports.spreadsheets.errors import ColumnTwice, MissingColumn, NoTitleColumn, UnknownColumn
from imports.spreadsheets.lists import Layout
from ingest.parsers.list_rows import normalized


def layouts_in(mapping: Mapping[str, Any]) -> list[Layout]:
    """Return the layouts that a batch stores."""
    return [Layout(**layout) for layout in mapping.get("layouts", [])]


def mapping_of(layouts: Sequence[Layout]) -> dict[str, Any]:
    """Return what a batch stores."""
    return {"layouts": [layout.as_json() for layout in layouts]}


def heads_key(heads: Sequence[str]) -> str:
    """Return what is equal for lists with the same headings, however they are written."""
    return hashlib.md5(json.dumps([normalized(head) for head in heads]).encode(), usedforsecurity=False).hexdigest()


def remembered(heads: Sequence[str], columns: Sequence[str]) -> dict[str, Any]:
    """Return a mapping as a school saves it: pairs of heading and meaning."""
    return {"columns": [list(pair) for pair in zip(heads, columns, strict=True)]}


def applied(heads: Sequence[str], saved: Mapping[str, Any]) -> list[str]:
    """Return the columns of a list by a saved mapping. Raise MissingColumn, UnknownColumn."""
    left = [normalized(head) for head in heads]
    columns = [""] * len(heads)
    for heading, name in saved["columns"]:
        if normalized(heading) in left:
            place = left.index(normalized(heading))
            columns[place], left[place] = name, "\0"
        elif name:
            raise MissingColumn(heading=heading)
    check(columns)
    return columns


def check(columns: Sequence[str]) -> None:
    """Raise UnknownColumn, ColumnTwice, or NoTitleColumn for columns by which no list can be read."""
    for name, number in Counter(filter(None, columns)).items():
        if name not in list(Column):
            raise UnknownColumn(name=name[:60])
        if number > 1 and Column(name) not in REPEATABLE:
            raise ColumnTwice(label=LABELS[Column(name)])
    if not REQUIRED & set(columns):
        raise NoTitleColumn
