"""Educational facts as LOM and LRMI write them."""

import re

from repository.record_bounds import OFFERED

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:[\d.]+S)?)?")


def difficulty_of(value: str) -> str:
    """Return the code of a difficulty such as “very easy”; empty for another text."""
    code = value.strip().lower().replace(" ", "_")
    return code if code in OFFERED["difficulty"] else ""


def minutes_of(duration: str) -> int | None:
    """Return the minutes of a duration of ISO 8601, such as PT1H30M; None for another text."""
    match = _DURATION.fullmatch(duration)
    if not duration or match is None:
        return None
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return (days * 24 + hours) * 60 + minutes


def year_of(text: str) -> int | None:
    """Return the year with which a date begins; None for another text."""
    year = text.strip()[:4]
    return int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None
