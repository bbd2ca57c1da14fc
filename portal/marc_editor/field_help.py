"""The help of the fields, as the page shows it and its script reads it."""

from typing import Any

from repository.formats.marc.field_rules import rules


def help_for() -> dict[str, dict[str, Any]]:
    """Return name, indicators and subfields of each field, in the language of the viewer, by tag."""
    return {
        tag: {
            "name": str(rule.meaning),
            "indicators": [f"{place}: {one.meaning}" for place, one in sorted(rule.indicators.items())],
            "subfields": [f"${code} {one.meaning}" for code, one in rule.subfields.items()],
        }
        for tag, rule in rules().items()
    }
