"""The text of the demo's scanned book, read from demo/texts.

Marks at the start of a line: `# ` a part, `## ` a piece, `| ` a verse, `-` a gap, `= ` the author; all else is a
paragraph.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

TEXTS = Path(__file__).parent / "texts"

TITLE = "Văn tuyển học đường"
SUBTITLE = "Thơ văn Việt Nam chọn đọc, kèm bài đọc tiếng Anh"
EDITOR = "Lê Thu Hà"
PUBLISHER = "Nhà xuất bản Hoa Sen"
YEAR = 2024
ISBN = "978-604-9999-90-1"

LineKind = Literal["verse", "gap", "author", "paragraph"]


@dataclass(frozen=True)
class Passage:
    """One line of the source: a verse, a paragraph, a name, or a gap."""

    kind: LineKind
    text: str


@dataclass
class Piece:
    """A heading that begins a new page, and its passages."""

    part: str
    heading: str
    passages: list[Passage] = field(default_factory=list)


def pieces() -> list[Piece]:
    """Return everything after the front matter, in order."""
    result: list[Piece] = []
    part = ""
    for line in _lines():
        if line.startswith("## "):
            result.append(Piece(part, line[3:]))
        elif line.startswith("# "):
            part = line[2:]
            if not part.startswith("Phần"):
                result.append(Piece("", part))
        else:
            result[-1].passages.append(_passage(line))
    return result


def _lines() -> list[str]:
    files = sorted(TEXTS.glob("anthology*.txt"))
    return [line for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


def _passage(line: str) -> Passage:
    if line.startswith("| "):
        return Passage("verse", line[2:])
    if line.startswith("= "):
        return Passage("author", line[2:])
    if line == "-":
        return Passage("gap", "")
    return Passage("paragraph", line)
