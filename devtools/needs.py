"""What each make target needs. To add a system package: one line in a list below."""

import ctypes.util
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from devtools.commands import output_of

MIN_JAVA = 17


@dataclass(frozen=True)
class Need:
    """Something that the machine must have: the Debian package that installs it, and how its presence is checked."""

    package: str
    is_present: Callable[[], bool]


def command(name: str, *, path: str = "") -> Callable[[], bool]:
    """Check for a program on the PATH, or in one more folder."""
    return lambda: shutil.which(name) is not None or (bool(path) and shutil.which(name, path=path) is not None)


def package(name: str) -> Callable[[], bool]:
    """Check for an installed Debian package."""
    return lambda: "install ok installed" in (output_of(["dpkg-query", "-W", "-f", "${Status}", name]) or "")


def library(name: str) -> Callable[[], bool]:
    """Check for a shared library that the loader finds."""
    return lambda: ctypes.util.find_library(name) is not None


def module(name: str) -> Callable[[], bool]:
    """Check for a module of the standard library that Debian ships in a package of its own."""
    return lambda: find_spec(name) is not None


def java() -> bool:
    """Check for a Java that runs Elasticsearch."""
    match = re.search(r'version "(\d+)', output_of(["java", "-version"]) or "")
    return match is not None and int(match.group(1)) >= MIN_JAVA


def postgres() -> bool:
    """Check for the server's programs, which Debian installs outside the PATH."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def chromium() -> bool:
    """Check for a browser that tests can start."""
    from devtools.browser import chromium_path

    return chromium_path() is not None


def vietnamese_font() -> bool:
    """Check for a font with Vietnamese letters for the demo's books (demo/fonts.py)."""
    folder = Path("/usr/share/fonts/truetype")
    return any((folder / name).exists() for name in ("noto/NotoSerif-Regular.ttf", "dejavu/DejaVuSerif.ttf"))


VENV = (Need(f"python{sys.version_info.major}.{sys.version_info.minor}-venv", module("ensurepip")),)
RUN = (
    Need("ca-certificates", package("ca-certificates")),
    Need("espeak-ng", command("espeak-ng")),  # the voice of the demo's lesson
    Need("ffmpeg", command("ffmpeg")),
    Need("fonts-dejavu-core", package("fonts-dejavu-core")),  # letters of the demo's scans
    Need("fonts-noto-core", package("fonts-noto-core")),
    Need("fonts-noto-core", vietnamese_font),
    Need("gettext", command("msgfmt")),
    Need("libmagic1", library("magic")),
    Need("libseccomp2", library("seccomp")),
    Need("tesseract-ocr-eng", package("tesseract-ocr-eng")),
    Need("tesseract-ocr-osd", package("tesseract-ocr-osd")),
    Need("tesseract-ocr-vie", package("tesseract-ocr-vie")),
    Need("util-linux", command("unshare")),
    Need("yaz", command("zoomsh")),  # asks catalogues by Z39.50
)
SERVICES = (
    Need("default-jre-headless", java),
    Need("maven", command("mvn")),
    Need("postgresql", postgres),
    Need("redis-server", command("redis-server")),
)
TEST_FAST = (
    *RUN,
    Need("tesseract-ocr", command("tesseract")),
    Need("yaz", command("yaz-marcdump")),  # reads what exports of MARC contain
)
# The programs that read the files of deploy/: front servers and systemd's own check.
FRONT = (
    Need("caddy", command("caddy")),
    Need("nginx-light", command("nginx", path="/usr/sbin")),  # outside the PATH of people who are not root
    Need("openssl", command("openssl")),
    Need("systemd", command("systemd-analyze")),
)
TEST = (*TEST_FAST, *FRONT, Need("chromium", chromium), Need("idzebra-2.0", command("zebrasrv")))

# `make test` on both sets of backends needs "test-embedded" and "test-production".
NEEDS: dict[str, tuple[Need, ...]] = {
    "run": (*VENV, *RUN),
    "install": (*VENV, *RUN, Need("postgresql-client", command("pg_dump"))),
    "install-caddy": FRONT[:1],
    "install-nginx": FRONT[1:3],
    "lint": VENV,
    "services": (*VENV, *SERVICES),
    "test-fast": (*VENV, *TEST_FAST),
    "test-embedded": (*VENV, *TEST),
    "test-production": (*VENV, *TEST, *SERVICES),
    "mutants": (*VENV, *TEST_FAST),
    "bench": (*VENV, *TEST, *SERVICES),
}


def missing(target: str) -> list[str]:
    """Return the packages that this target needs and the machine lacks."""
    return [need.package for need in NEEDS[target] if not need.is_present()]
