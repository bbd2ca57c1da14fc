"""XML records of other formats: the texts of their elements; built and written. xml_stream.py reads files of them."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from accounts.text import clean_line, visible


def local(element: Any) -> str:
    """Return the name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def texts(element: Any, *path: str) -> list[str]:
    """Return the texts of the descendants along a path of local names, without empty ones."""
    found = [element]
    for name in path:
        found = [child for one in found for child in one if local(child) == name]
    return [text for one in found if (text := clean_line("".join(one.itertext())))]


def first(element: Any, *path: str) -> str:
    """Return the first text along a path; empty if there is none."""
    return next(iter(texts(element, *path)), "")


def add(parent: Element, name: str, text: object = "", **attributes: str) -> Element:
    """Return a new child element with this text."""
    child = SubElement(parent, name, attributes)
    child.text = visible(str(text)) or None
    return child


def document(name: str, namespaces: dict[str, str], records: Iterable[Element]) -> Iterator[bytes]:
    """Return a document with these records, as the parts of its file."""
    declared = " ".join(f'{key}="{value}"' for key, value in namespaces.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {declared}>\n'.encode()
    for record in records:
        yield tostring(record, encoding="unicode").encode() + b"\n"
    yield f"</{name}>\n".encode()
