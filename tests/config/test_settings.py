"""The README describes exactly the settings that the product reads."""

import re

from tests.config.environment import read_by_the_product
from tests.support.template import ROOT

# Variables of the Makefile.
MAKE = {"FRONT_SERVER", "SITE_HOST", "CONTENT_HOST"}
README = (ROOT / "README.md").read_text(encoding="utf-8")


def described() -> set[str]:
    """Return the names in the first column of the README's table of settings."""
    table = README.partition("## Settings")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row)}


def test_the_readme_describes_exactly_the_settings_that_are_read():
    assert read_by_the_product() - described() == set()
    assert described() - read_by_the_product() == set()


def test_no_howto_names_a_setting_that_is_not_read():
    example = set(re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    for page in (ROOT / "docs" / "howto").glob("*.md"):
        named = set(re.findall(r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`", page.read_text(encoding="utf-8")))
        assert named - read_by_the_product() - example - MAKE == set(), page.name
