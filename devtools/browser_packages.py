"""Browser packages: npm installs them from its lock file; the files that pages use are copied to static/vendor.

To serve another package: add it to package.json, and its files to PARTS.
"""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from devtools import tools
from devtools.commands import run, say
from devtools.done_markers import digest, is_done, set_done
from devtools.errors import CommandFailed
from devtools.paths import NODE_MODULES, PYTHON, ROOT, VENDOR

LOCK = ROOT / "package-lock.json"
UNUSED = {".map", ".gz", ".swf", ".as"}
# Source maps are not served, so the comments that name them go, too: collectstatic refuses names of missing files.
SOURCE_MAP = re.compile(r"^(//# sourceMappingURL=.*|/\*# sourceMappingURL=.*\*/)$", re.MULTILINE)
SUBSETS = ("latin", "latin-ext", "vietnamese")


@dataclass(frozen=True)
class Part:
    """Files of one package that match the patterns go to static/vendor/<folder>, without the leading folder `strip`."""

    package: str
    folder: str
    patterns: tuple[str, ...]
    strip: str = ""


def _font(name: str, *styles: str) -> Part:
    """Return a font family in the styles named (weight-style), with the letters of Vietnamese and English."""
    files = tuple(f"files/{name}-{subset}-{style}.woff2" for subset in SUBSETS for style in styles)
    return Part(f"@fontsource/{name}", name, (*files, "LICENSE"), strip="files")


# Its core only: the translator and the shell of archive.org that come with it weigh eight megabytes and stay out.
BOOKREADER = tuple(f"BookReader/{name}" for name in ("BookReader.*", "jquery-3.*", "icons/*", "images/*"))
# MD5 and the modules that it imports.
NOBLE_MD5 = ("legacy.js", "_md.js", "_u64.js", "utils.js")

PARTS = (
    Part("htmx.org", "htmx", ("dist/htmx.min.js", "LICENSE"), strip="dist"),
    Part("hls.js", "hls", ("dist/hls.light.min.js", "LICENSE"), strip="dist"),
    Part("@internetarchive/bookreader", "bookreader", (*BOOKREADER, "LICENSE"), strip="BookReader"),
    Part("@noble/hashes", "noble-hashes", (*NOBLE_MD5, "LICENSE")),
    Part("@zxing/library", "zxing", ("umd/index.min.js", "LICENSE"), strip="umd"),
    Part("axe-core", "axe", ("axe.min.js", "LICENSE*")),
    _font("be-vietnam-pro", "400-normal", "600-normal"),
    _font("noto-serif", "400-normal", "400-italic", "700-normal"),
)


def ensure() -> None:
    """Fill static/vendor with what the lock file and PARTS name."""
    marker, state = NODE_MODULES / "vendor.done", digest(LOCK, Path(__file__))
    if is_done(marker, state) and VENDOR.is_dir():
        return
    _fetch()
    draft = VENDOR.with_name(f"vendor.draft.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    for part in PARTS:
        _copy(part, draft)
    _lighten_fonts(draft)
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)
    set_done(marker, state)


def _fetch() -> None:
    marker, state = NODE_MODULES / "packages.done", digest(LOCK)
    if is_done(marker, state):
        return
    say("Browser packages: package-lock.json")
    node = tools.node()
    # npm starts programs named node: its own must come first on the PATH.
    path = f"{node.node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    run([*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], env={"PATH": path})
    set_done(marker, state)


def _lighten_fonts(folder: Path) -> None:
    """Remove hinting and features that no page uses: a first visit needs half the bytes."""
    features = "--layout-features=ccmp,kern,locl,mark,mkmk,tnum"
    for font in folder.rglob("*.woff2"):
        light = font.with_suffix(".light")
        options = ["--unicodes=*", features, "--no-hinting", "--desubroutinize", "--flavor=woff2"]
        run([PYTHON, "-m", "fontTools.subset", font, *options, f"--output-file={light}"])
        light.replace(font)


def _copy(part: Part, target: Path) -> None:
    package = NODE_MODULES / part.package
    for pattern in part.patterns:
        files = [path for path in package.glob(pattern) if path.is_file() and path.suffix not in UNUSED]
        if not files:
            raise CommandFailed(f"The package {part.package} has no {pattern}.")
        for file in files:
            inside = file.relative_to(package)
            below = inside.relative_to(part.strip) if part.strip and inside.is_relative_to(part.strip) else inside
            copy = target / part.folder / below
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
            if copy.suffix in {".css", ".js"}:
                copy.write_text(SOURCE_MAP.sub("", copy.read_text("utf-8")), "utf-8")
