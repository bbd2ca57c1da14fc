"""What each word of the Makefile needs. To add a package of the system: one line in NEEDS."""

import ctypes.util
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from devtools.commands import output_of

OLDEST_JAVA = 17


@dataclass(frozen=True)
class Need:
    """Something that the machine must have: how it is seen to be there, and the Debian package that brings it."""

    package: str
    is_there: Callable[[], bool]


def command(name: str) -> Callable[[], bool]:
    """A program on the path."""
    return lambda: shutil.which(name) is not None


def package(name: str) -> Callable[[], bool]:
    """A Debian package that is installed."""
    return lambda: "install ok installed" in (output_of(["dpkg-query", "-W", "-f", "${Status}", name]) or "")


def library(name: str) -> Callable[[], bool]:
    """A shared library that the loader finds."""
    return lambda: ctypes.util.find_library(name) is not None


def module(name: str) -> Callable[[], bool]:
    """A part of Python's own library that Debian ships apart."""
    return lambda: find_spec(name) is not None


def java() -> bool:
    """A Java that Elasticsearch runs on."""
    found = re.search(r'version "(\d+)', output_of(["java", "-version"]) or "")
    return found is not None and int(found.group(1)) >= OLDEST_JAVA


def postgres() -> bool:
    """The server's own programs: Debian keeps them beside the path."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def chromium() -> bool:
    """A browser that tests can start."""
    from devtools.browser import chromium_path

    return chromium_path() is not None


def vietnamese_font() -> bool:
    """A font that the demo's books can be set in (demo/fonts.py)."""
    folder = Path("/usr/share/fonts/truetype")
    return any((folder / name).exists() for name in ("noto/NotoSerif-Regular.ttf", "dejavu/DejaVuSerif.ttf"))


VENV = (Need(f"python{sys.version_info.major}.{sys.version_info.minor}-venv", module("ensurepip")),)
RUN = (
    Need("ca-certificates", package("ca-certificates")),
    Need("espeak-ng", command("espeak-ng")),  # the voice of the demo's lesson
    Need("ffmpeg", command("ffmpeg")),
    Need("fonts-dejavu-core", package("fonts-dejavu-core")),  # letters for the demo's scans
    Need("fonts-noto-core", package("fonts-noto-core")),
    Need("fonts-noto-core", vietnamese_font),
    Need("gettext", command("msgfmt")),
    Need("libmagic1", library("magic")),
    Need("tesseract-ocr-eng", package("tesseract-ocr-eng")),
    Need("tesseract-ocr-osd", package("tesseract-ocr-osd")),
    Need("tesseract-ocr-vie", package("tesseract-ocr-vie")),
    Need("util-linux", command("unshare")),
)
SERVICES = (
    Need("default-jre-headless", java),
    Need("maven", command("mvn")),
    Need("postgresql", postgres),
    Need("redis-server", command("redis-server")),
)
TEST = (*RUN, *SERVICES, Need("tesseract-ocr", command("tesseract")), Need("chromium", chromium))

NEEDS: dict[str, tuple[Need, ...]] = {
    "run": (*VENV, *RUN),
    "lint": VENV,
    "services": (*VENV, *SERVICES),
    "test": (*VENV, *TEST),
    "test-slow": (*VENV, *TEST),
    "bench": (*VENV, *TEST),
}


def missing(word: str) -> list[str]:
    """The packages that this word needs and the machine lacks."""
    return [need.package for need in NEEDS[word] if not need.is_there()]
