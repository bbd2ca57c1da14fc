"""The words of the screens in each language: compiled from locale/, again only when a sentence has changed."""

from devtools.commands import run, say
from devtools.done_markers import digest, is_done, set_done
from devtools.paths import ROOT


def ensure() -> None:
    """Make a .mo beside each .po."""
    files = sorted((ROOT / "locale").rglob("*.po"))
    stamp, mark = ROOT / "var" / "words.done", digest(*files)
    if is_done(stamp, mark) and all(file.with_suffix(".mo").is_file() for file in files):
        return
    say("Words: compiling")
    for file in files:
        run(["msgfmt", "--output-file", file.with_suffix(".mo"), file])
    set_done(stamp, mark)
