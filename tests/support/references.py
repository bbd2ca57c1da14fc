"""References in documents to files and tests."""

import re
from pathlib import Path

from tests.support.template import ROOT


def exists(reference: str) -> bool:
    """Return whether a file, or a test in a file (`tests/app/test_module.py::test_name`), exists."""
    name, _, test = reference.partition("::")
    path: Path = ROOT / name
    return path.is_file() and (
        not test or re.search(rf"^def {re.escape(test)}\(", path.read_text("utf-8"), re.M) is not None
    )
