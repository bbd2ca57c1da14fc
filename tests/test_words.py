"""Every sentence for people stands in Vietnamese too, and says the same things."""

import re
import subprocess
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parent.parent / "locale" / "vi" / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("lacking", ["--untranslated", "--only-fuzzy"])
def test_no_sentence_is_left_in_english(lacking):
    found = subprocess.run(
        ["msgattrib", lacking, "--no-obsolete", str(FILE)], capture_output=True, text=True, check=True
    )
    assert re.findall(r'^msgid "(.+)"', found.stdout, re.MULTILINE) == []


def test_placeholders_are_the_same_in_both_languages():
    subprocess.run(["msgfmt", "--check-format", "--output-file=/dev/null", str(FILE)], check=True)


def test_every_sentence_of_the_code_is_in_the_file(tmp_path):
    root = FILE.parents[3]
    sources = [path for app in APPS for path in (root / app).rglob("*.py") if "migrations" not in path.parts]
    listing = tmp_path / "sources"
    listing.write_text("\n".join(str(path) for path in sources))
    made = tmp_path / "all.pot"
    keywords = ["gettext_lazy", "ngettext_lazy:1,2", "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3", "pgettext:1c,2"]
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-location", f"--files-from={listing}"]
    subprocess.run([*command, *(f"--keyword={word}" for word in keywords), f"--output={made}"], check=True)
    missing = subprocess.run(["msgcmp", "--use-untranslated", str(FILE), str(made)], capture_output=True, text=True)
    assert missing.returncode == 0, missing.stderr


APPS = (
    "accounts",
    "circulation",
    "config",
    "demo",
    "ingest",
    "portal",
    "reading",
    "repository",
    "search",
    "sharing",
    "workers",
)
