"""Glossary and code agree: names of the glossary exist, and identifiers avoid words that a term has replaced."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.template import ROOT

# Words that a standard term has replaced (docs/glossary.md), each with that term.
REPLACED = {
    "anybody": "a named role",
    "arrival": "chunked upload",
    "arrivals": "chunked uploads",
    "bell": "wake-up",
    "bells": "wake-ups",
    "crew": "supervisor, workers",
    "deed": "action",
    "deeds": "actions",
    "dirty": "index change",
    "faces": "cards",
    "folio": "page number",
    "folios": "page numbers",
    "glance": "prefilter, poll",
    "he": "the person's role",
    "heard": "received",
    "heed": "handle",
    "heeded": "handling signals",
    "her": "the person's role",
    "hers": "the person's role",
    "him": "the person's role",
    "his": "the person's role",
    "keeper": "manager",
    "kept": "stored, cached, owned, scoped",
    "knock": "signal",
    "knocks": "wake-ups",
    "ladder": "ranked conditions",
    "leftover": "abandoned",
    "leftovers": "cleanup",
    "lonely": "without its recording",
    "lot": "submission",
    "mend": "repair",
    "parcel": "file group",
    "parcels": "file groups",
    "patience": "timeout, grace, debounce",
    "patiently": "retrying",
    "postbox": "outbox",
    "premises": "access checks, host",
    "presence": "heartbeat",
    "rang": "notified",
    "rig": "support",
    "ring": "notify",
    "rings": "notifies",
    "rung": "notified, ranked condition",
    "rungs": "ranked conditions",
    "said": "payload, message",
    "seam": "page join",
    "sendings": "incoming files",
    "she": "the person's role",
    "somebody": "the person who acts",
    "tally": "rate counter",
    "told": "payload, message",
    "trial": "slow test",
    "tricky": "unsafe",
    "turnstile": "fair lock",
    "whoever": "the person or process that acts",
    "wish": "deep link",
    "workshop": "workers",
}
EXPLAINED = re.compile(r"`([A-Z][A-Za-z]+)`")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
FOLDERS = re.compile(r"^(?!docs/|locale/|\.)[a-z]+/")


def tracked(*suffixes: str) -> list[Path]:
    """Return the project's files with these suffixes; paths are relative to the root."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [name for name in listed.splitlines() if FOLDERS.match(name) and name.endswith(suffixes)]
    return [Path(name) for name in names if (ROOT / name).is_file() and "migrations" not in Path(name).parts]


def words(identifier: str) -> set[str]:
    """Return the words of an identifier in snake_case, camelCase or kebab-case, in lower case."""
    return {word.lower() for word in WORD.findall(identifier)}


def python_identifiers(source: str) -> Iterator[str]:
    """Yield the names that Python code defines: functions, classes, parameters, variables, fields."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def script_identifiers(source: str) -> Iterator[str]:
    """Yield the names that a script declares: functions, classes, variables, parameters."""
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", source, flags=re.DOTALL)
    yield from re.findall(r"\b(?:function\*?|class|const|let|var)\s+([A-Za-z_$][\w$]*)", code)
    for parameters in re.findall(r"\(([^()]*)\)\s*(?:=>|\{)", code):
        yield from re.findall(r"(?<![\w$.\"'`])([A-Za-z_$][\w$]*)", parameters)


def style_identifiers(source: str) -> Iterator[str]:
    """Yield the classes, ids and custom properties that a style sheet names."""
    code = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", source, flags=re.DOTALL)
    yield from re.findall(r"[.#](-?[A-Za-z_][\w-]*)(?=[^{}]*\{)", code)
    yield from re.findall(r"(--[A-Za-z][\w-]*)", code)


def markup_identifiers(source: str) -> Iterator[str]:
    """Yield the classes, ids and data attributes that a template writes."""
    for value in re.findall(r"\b(?:class|id)=\"([^\"]*)\"", re.sub(r"\{[{%].*?[%}]\}", " ", source, flags=re.DOTALL)):
        yield from value.split()
    yield from re.findall(r"\bdata-([a-z-]+)=", source)


READ = {
    ".py": python_identifiers,
    ".js": script_identifiers,
    ".css": style_identifiers,
    ".html": markup_identifiers,
}


def replaced_in(path: Path) -> set[tuple[str, str, str]]:
    """Return (path, identifier, word) for each use of a replaced word in a file or its path."""
    identifiers = [*READ[path.suffix]((ROOT / path).read_text("utf-8")), *path.with_suffix("").parts]
    return {(str(path), name, word) for name in identifiers for word in words(name) & REPLACED.keys()}


@pytest.mark.backend_independent
def test_identifiers_avoid_words_that_a_standard_term_has_replaced():
    found = sorted(hit for path in tracked(*READ) for hit in replaced_in(path))
    assert [f"{path}: {name}: write {REPLACED[word]}" for path, name, word in found] == []


@pytest.mark.backend_independent
def test_each_name_in_the_glossary_is_a_class_of_the_code():
    named = set(EXPLAINED.findall((ROOT / "docs" / "glossary.md").read_text("utf-8")))
    classes = {
        node.name
        for path in tracked(".py")
        if path.parts[0] != "tests"
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    assert len(named) >= 40
    assert named - classes == set()


@pytest.mark.backend_independent
def test_each_term_has_a_vietnamese_word_and_is_listed_once():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| English")
    ]
    assert len(rows) >= 80
    assert [row for row in rows if len(row) != 4 or not row[0] or not row[1]] == []
    terms = [row[0] for row in rows]
    assert [term for term in terms if terms.count(term) > 1] == []


@pytest.mark.backend_independent
@pytest.mark.parametrize(
    ("read", "source"),
    [
        (python_identifiers, "def f(told): pass"),
        (python_identifiers, "class Bell: pass"),
        (python_identifiers, "KNOCK_SECONDS = 1"),
        (script_identifiers, "const keptRows = rows.map((one) => one);"),
        (script_identifiers, "list.forEach((told) => show(told));"),
        (style_identifiers, ".said--wide { color: red; }"),
        (markup_identifiers, '<p class="muted {% if x %}deeds{% endif %}">'),
    ],
)
def test_a_replaced_word_is_found(read, source):
    assert set().union(*(words(name) for name in read(source))) & REPLACED.keys()
