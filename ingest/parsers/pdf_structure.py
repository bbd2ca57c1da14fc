"""What a PDF says of itself: page counts, which may be wrong, labels, table of contents, forms of Adobe, attachments.

Nothing here imports PyMuPDF: the functions take its document.
"""

import re
from typing import Any

from ingest.parsers.layer_quality import from_legacy

MAX_NODES = 50_000  # of the page tree
_PLEASE_WAIT = re.compile(r"please wait|if this message is not eventually replaced", re.IGNORECASE)
_REFERENCE = re.compile(r"(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R")


def repair_page_counts(document: Any) -> None:
    """Set each /Count of the page tree to the number of pages below it, in memory.

    Some programs write a wrong number: PyMuPDF would show pages that do not exist, or lose pages that do.
    """
    kids = _page_tree(document)
    counts: dict[int, int] = {}
    for node in reversed(kids):
        counts[node] = sum(counts.get(kid, 0) for kid in kids[node]) if _has(document, node, "Kids") else 1
        if _has(document, node, "Kids") and _value(document, node, "Count") != str(counts[node]):
            document.xref_set_key(node, "Count", str(counts[node]))


def is_form_of_adobe(document: Any) -> bool:
    """Return whether the pages exist only in Adobe's programs: a dynamic XFA form shows "Please wait..." elsewhere."""
    catalog = document.pdf_catalog()
    if not _has(document, catalog, "AcroForm/XFA"):
        return False
    if _value(document, catalog, "NeedsRendering") == "true":
        return True
    return document.page_count == 1 and bool(_PLEASE_WAIT.search(document[0].get_text()))


def labels(document: Any) -> list[str]:
    """Return the label of each page as the file gives it; none if the file has no labels."""
    if not document.get_page_labels():
        return []
    return [str(document[n].get_label() or "")[:30] for n in range(document.page_count)]


def outline(document: Any) -> list[tuple[int, str, int]]:
    """Return the table of contents: level from 1, title, page from 0."""
    rows = [(int(level), from_legacy(str(title).strip()), int(page)) for level, title, page in document.get_toc()]
    return [(level, title[:300], page - 1) for level, title, page in rows if page > 0]


def attachments(document: Any) -> list[str]:
    """Return the names of the files that are attached, as in a portfolio."""
    files = [document.embfile_info(number) for number in range(document.embfile_count())]
    return [str(file.get("ufilename") or file.get("filename") or file["name"]) for file in files]


def _page_tree(document: Any) -> dict[int, list[int]]:
    """Return the nodes of the page tree with their children, parents first; at most MAX_NODES."""
    root = _REFERENCE.fullmatch(_value(document, document.pdf_catalog(), "Pages"))
    pending, kids = [int(root[1])] if root else [], dict[int, list[int]]()
    while pending and len(kids) < MAX_NODES:
        node = pending.pop()
        if node not in kids and _is_node(document, node):
            kids[node] = _kids(document, node)
            pending.extend(kids[node])
    return {} if pending else kids


def _kids(document: Any, node: int) -> list[int]:
    kind, value = document.xref_get_key(node, "Kids")
    if kind == "xref":
        value = document.xref_object(int(value.split()[0]))
    return [int(number) for number in _REFERENCE.findall(value)] if kind in ("array", "xref") else []


def _is_node(document: Any, node: int) -> bool:
    return any(_has(document, node, key) for key in ("Kids", "Type", "Contents", "MediaBox"))


def _has(document: Any, xref: int, key: str) -> bool:
    return bool(document.xref_get_key(xref, key)[0] != "null")


def _value(document: Any, xref: int, key: str) -> str:
    return str(document.xref_get_key(xref, key)[1])
