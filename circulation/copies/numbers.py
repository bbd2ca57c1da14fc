"""The accession numbers of a school: how they are built, which is next, and whose they are."""

import re
from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Length

from circulation.copies.models import Copy, NumberSeries
from repository.models import CopyData, Resource

FIRST_WIDTH = 5
DIGITS, MAX_DIGITS = "0123456789", 9
AT_ONCE = 300  # numbers in one query


def proposed_number(school: int, category: str = "") -> str:
    """Return the number that the next copy of this category would get now; another copy may get it first."""
    prefix = prefix_for(school, category)
    series = NumberSeries.objects.filter(school=school, prefix=prefix).first()
    series = after_lists(series or NumberSeries(school_id=school, prefix=prefix, width=FIRST_WIDTH))
    return series.number(series.last + 1)


def prefix_for(school: int, category: str = "") -> str:
    """Return how numbers begin: as the last copy of the category, else as the series that the school used last."""
    if category:
        alike = Copy.objects.filter(holder=school, category=category).exclude(accession_number="").order_by("-pk")
        for number in alike.values_list("accession_number", flat=True)[:1]:
            if parts := parts_of(number):
                return parts[0]
    used = NumberSeries.objects.filter(school=school).order_by("-used_at", "-pk").first()
    if used is not None:
        return used.prefix
    listed = CopyData.objects.filter(school=school).exclude(number="").order_by("-pk").values_list("number", flat=True)
    parts = next(filter(None, map(parts_of, listed[:1])), None)
    return parts[0] if parts else ""


def prefix_of(first: str) -> str | None:
    """Return the prefix of a number without digits at its end; None if it names a number."""
    return None if parts_of(first) else first


def counted_from(first: str, count: int) -> list[str]:
    """Return `count` numbers upwards from the first, with as many digits; one number alone may have none."""
    parts = parts_of(first)
    if parts is None:
        return [first] if count == 1 else [f"{first}{place}" for place in range(1, count + 1)]
    width = len(first) - len(parts[0])
    return [f"{parts[0]}{parts[1] + step:0{width}d}" for step in range(count)]


def owners_of(school: int, numbers: Iterable[str], *, without: int | None = None) -> dict[str, Resource]:
    """Return whose number or barcode each of these is, among copies and what lists say of other records.

    `without`: the key of a resource whose lists do not count.
    """
    wanted, found = sorted(set(numbers) - {""}), dict[str, Resource]()
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        listed = CopyData.objects.filter(Q(number__in=part) | Q(barcode__in=part), school=school)
        for row in listed.exclude(resource=without).select_related("resource"):
            found |= dict.fromkeys((row.number, row.barcode), row.resource)
        copies = Copy.objects.filter(Q(accession_number__in=part) | Q(barcode__in=part), holder=school)
        for copy in copies.select_related("resource"):
            found |= dict.fromkeys((copy.accession_number, copy.barcode), copy.resource)
    return {number: found[number] for number in wanted if number in found}


def after_lists(series: NumberSeries) -> NumberSeries:
    """Return the series, not saved, going on after the highest number that copies or lists of the school have."""
    pattern = f"^{re.escape(series.prefix)}[0-9]{{1,9}}$"
    copies = Copy.objects.filter(holder=series.school_id, accession_number__regex=pattern)
    lists = CopyData.objects.filter(school=series.school_id, number__regex=pattern)
    for rows, name in ((copies, "accession_number"), (lists, "number")):
        highest = rows.order_by(Length(name).desc(), f"-{name}").values_list(name, flat=True).first()
        parts = parts_of(highest) if highest else None
        if highest and parts and parts[1] > series.last:
            series.last, series.width = parts[1], len(highest) - len(parts[0])
    return series


def parts_of(number: str) -> tuple[str, int] | None:
    """Return what stands before the last digits, and their value."""
    digits = number[len(number.rstrip(DIGITS)) :][-MAX_DIGITS:]
    return (number.removesuffix(digits), int(digits)) if digits else None
