"""Every failure that the README lists names a test that exists."""

import re

from tests.support.references import exists
from tests.support.template import ROOT


def test_each_handled_failure_has_a_test_that_exists() -> None:
    section = (ROOT / "README.md").read_text("utf-8").partition("## Failure handling")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| .* \| `(tests/[^`]+)` \|$", section, re.MULTILINE)
    assert len(rows) == section.count("\n| ") - 1  # but for the heading
    assert len(rows) >= 15
    assert [place for place in rows if not exists(place)] == []
