"""All regular expressions of the product, and hostile strings made from each of them."""

import ast
import importlib
import pkgutil
import re
import re._parser as regex_parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
APPS = (
    "access", "accounts", "circulation", "config", "ingest", "operations", "personal", "portal", "reading",
    "repository", "search", "sharing", "workers",
)  # fmt: skip
FILLERS = (
    "a", "A", "0", " ", "\n", ".", "-", "_", "@", ":", "<", "{\\", "(", "ế", "\u0301", "a.", "a ", "0 ", "0:", "://",
    "\u200b", "–",
)  # fmt: skip


def compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the patterns that modules hold, by name, also those in tuples, lists and dicts."""
    for app in APPS:
        package = importlib.import_module(app)
        for info in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations" not in info.name and ".management" not in info.name:
                for name, value in vars(importlib.import_module(info.name)).items():
                    yield from ((f"{info.name}.{name}", found) for found in _patterns_in(value))


def inline() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the patterns that are written as text in calls such as re.sub("…", …), by file and line."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                match call:
                    case ast.Call(
                        func=ast.Attribute(value=ast.Name(id="re"), attr=way), args=[ast.Constant(value=str(text)), *_]
                    ) if way not in ("compile", "escape"):
                        yield f"{path.relative_to(ROOT)}:{call.lineno}", re.compile(text)


def hostile(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Yield strings of a length: each filler repeated, alone and after a literal of the pattern, and both repeated."""
    literals = ["", *dict.fromkeys(_literals(pattern))][:3]
    for literal in literals:
        for filler in FILLERS:
            yield literal + filler * (length // len(filler)) + "\x00"
            if literal:
                yield (literal + filler) * (length // len(literal + filler)) + "\x00"
        if literal:
            yield literal * (length // len(literal)) + "\x00"


def _patterns_in(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _patterns_in(item)
    elif isinstance(value, dict):
        yield from _patterns_in(list(value.values()))


def _literals(pattern: re.Pattern[str]) -> list[str]:
    """Return the texts that the pattern spells out."""
    found, text = [], ""
    for kind, code in _flat(regex_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)):
        if kind == "LITERAL":
            text += chr(code)
        elif text:
            found.append(text)
            text = ""
    return [*found, text] if text else found


def _flat(parsed: Any) -> Iterator[tuple[str, Any]]:
    for kind, value in parsed:
        yield str(kind), value
        for inner in value if isinstance(value, (tuple, list)) else ():
            if isinstance(inner, regex_parser.SubPattern):
                yield from _flat(inner)
            elif isinstance(inner, list):
                for branch in inner:
                    if isinstance(branch, regex_parser.SubPattern):
                        yield from _flat(branch)
                        yield "END", None
        yield "END" if str(kind) != "LITERAL" else "SAME", None
