"""The product's own files, for tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

PRODUCT = (
    "access",
    "accounts",
    "circulation",
    "config",
    "imports",
    "ingest",
    "operations",
    "personal",
    "portal",
    "reading",
    "repository",
    "search",
    "sharing",
    "workers",
)


def files(*folders: str) -> Iterator[Path]:
    """Return the Python files of these folders, without migrations."""
    for folder in folders or PRODUCT:
        yield from (file for file in sorted((settings.ROOT / folder).rglob("*.py")) if "migrations" not in file.parts)


def name_of(file: Path) -> str:
    """Return the path of a file below the project's root."""
    return str(file.relative_to(settings.ROOT))


def imports(file: Path) -> set[str]:
    """Return the modules that a file imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def calls(file: Path) -> set[str]:
    """Return the names that a file calls: `eval`, `cursor`, `raw`."""
    made = [node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in made}


def is_installed(app: str) -> bool:
    """Return whether an app is installed."""
    return apps.is_installed(app)
