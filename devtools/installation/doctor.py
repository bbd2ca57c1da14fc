"""The doctor's word on an upgrade: a part that was sound before must be sound after it."""

import json

from devtools.errors import CommandFailed
from devtools.installation.layout import Layout
from devtools.installation.system import manage


def sound_parts(layout: Layout) -> set[str]:
    """Return the names of the parts in which the doctor finds no error; none where it cannot answer."""
    return {name for name, problems in _findings(layout).items() if not problems}


def require_sound(layout: Layout, before: set[str]) -> None:
    """Raise CommandFailed where a part has an error that was sound before; print the other errors."""
    for name, problems in _findings(layout).items():
        for problem in problems:
            if name in before:
                raise CommandFailed(f"The doctor, after the upgrade: {problem}")
            print(f"The doctor: {problem}", flush=True)


def _findings(layout: Layout) -> dict[str, list[str]]:
    """Return the messages of the errors of each part that was checked."""
    ended = manage(layout, "doctor", "--json", "--language", "en", check=False)
    try:
        parts = json.loads(ended.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {}
    return {
        part["part"]: [finding["message"] for finding in part["findings"] if finding["level"] == "error"]
        for part in parts
        if part["looked"]
    }
