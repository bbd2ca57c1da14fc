"""Why she may or may not, told shortly: what is answered alike for the same reasons is answered together."""

from collections.abc import Iterable
from dataclasses import dataclass

from sharing.explain import Answer


@dataclass(frozen=True)
class GroupedAnswer:
    """Some actions that are allowed, or not, for the same reasons."""

    allowed: bool
    headings: tuple[str, ...]
    reasons: tuple[str, ...]


def group_answers(answers: Iterable[Answer]) -> list[GroupedAnswer]:
    """In the order of the first of each."""
    groups: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for answer in answers:
        groups.setdefault((answer.allowed, answer.reasons), []).append(answer.heading)
    return [GroupedAnswer(allowed, tuple(headings), reasons) for (allowed, reasons), headings in groups.items()]
