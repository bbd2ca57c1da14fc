"""What reads files: pure functions without models. Those that parse foreign bytes run in the child process."""

import sys

# PyMuPDF loads these with itself and does without them; nobody here asks them, and they cost half a second and 90 MB.
for name in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules[name] = None  # type: ignore[assignment]
