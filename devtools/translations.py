"""Translations: .mo files compiled from locale/, again only when a .po file has changed."""

from devtools.commands import run, say
from devtools.done_markers import digest, is_done, set_done
from devtools.paths import ROOT


def ensure() -> None:
    """Compile each .po file to the .mo file beside it."""
    files = sorted((ROOT / "locale").rglob("*.po"))
    marker, state = ROOT / "var" / "translations.done", digest(*files)
    if is_done(marker, state) and all(file.with_suffix(".mo").is_file() for file in files):
        return
    say("Translations: compiling")
    for file in files:
        run(["msgfmt", "--output-file", file.with_suffix(".mo"), file])
    set_done(marker, state)
