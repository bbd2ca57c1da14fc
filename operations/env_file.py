"""Read a file of settings as systemd reads an EnvironmentFile, and refuse what systemd would misunderstand.

Only the standard library: the tools that install the product read the same file before its packages are there.
"""

import re
import shlex
from pathlib import Path

NAME = re.compile(r"[A-Z][A-Z0-9_]*")
INLINE_COMMENT = re.compile(r"\s#")


class EnvFileError(ValueError):
    """A line that systemd would read differently from what was meant; the text names file, line and reason."""


def read(path: Path) -> dict[str, str]:
    """Return the settings of a file. Raises EnvFileError, OSError."""
    return parse(path.read_text("utf-8"), source=str(path))


def parse(text: str, *, source: str) -> dict[str, str]:
    """Return the settings of a text: NAME=VALUE or NAME="VALUE", and comments on lines of their own."""
    settings: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        name, equals, value = stripped.partition("=")
        where = f"{source}, line {number}"
        if not equals or not NAME.fullmatch(name):
            raise EnvFileError(f"{where}: write NAME=VALUE, without `export` and without spaces around the sign.")
        settings[name] = _value(value.strip(), f"{where}, {name}")
    return settings


def _value(value: str, where: str) -> str:
    if value[:1] in ("'", '"'):
        try:
            words = shlex.split(value)
        except ValueError as error:
            raise EnvFileError(f"{where}: {error}.") from error
        if len(words) != 1:
            raise EnvFileError(f"{where}: nothing may follow the closing quotation mark, not even a comment.")
        return words[0]
    if INLINE_COMMENT.search(value):
        raise EnvFileError(f"{where}: systemd takes a comment behind a value as part of it. Give it a line of its own.")
    if value.endswith("\\"):
        raise EnvFileError(f"{where}: a value ends on its line.")
    return value
