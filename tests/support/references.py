"""Whether a place that a document names is there."""

import re
from pathlib import Path

from tests.support.template import ROOT


def exists(place: str) -> bool:
    """A file, or a test in a file: `tests/app/test_module.py::test_name`."""
    name, _, test = place.partition("::")
    path: Path = ROOT / name
    return path.is_file() and (
        not test or re.search(rf"^def {re.escape(test)}\(", path.read_text("utf-8"), re.M) is not None
    )
