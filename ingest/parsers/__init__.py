"""Read uploaded bytes, in child processes that are isolated: README.md says how, and which libraries were considered.

Nothing here reads or writes rows, so this room has neither actions nor queries.
"""

import sys

# PyMuPDF imports these if they are installed, and works without them. No parser uses them, and they cost half a second
# and 90 MB.
for name in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules[name] = None  # type: ignore[assignment]
