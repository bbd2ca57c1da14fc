"""By what records of the same book are found, whatever their marks and capitals; stored in columns of Resource."""

from collections.abc import Iterable

from repository.letters import WORD, fold
from repository.spelling import spell

MAX_MATCH_TITLE, MAX_CONTROL = 100, 100  # characters


def match_title(title: str) -> str:
    """Return the beginning of a title: small letters without marks and punctuation, i and y as in `spell`."""
    return " ".join(fold(spell(word)) for word in WORD.findall(title))[:MAX_MATCH_TITLE].strip()


def control_numbers(identifiers: Iterable[tuple[str, str]]) -> list[str]:
    """Return the control numbers among the identifiers of a record: `NLV:000123`."""
    return [value[:MAX_CONTROL] for scheme, value in identifiers if scheme == "control"]
