"""Where Tesseract's language data lies; the wheel of tesserocr brings none and finds none by itself."""

import os
from pathlib import Path

_PACKAGES = {"vie": "tesseract-ocr-vie", "eng": "tesseract-ocr-eng"}
_FILE_LISTS = Path("/var/lib/dpkg/info")


class DataMissing(Exception):
    """The language data of Tesseract is not on this machine; names the package that has it."""


def data_folder() -> str:
    """The folder, by the Debian package's own list of files, or TESSDATA_PREFIX; raises DataMissing."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    for language, package in _PACKAGES.items():
        folder = Path(prefix) if prefix else _listed(package, f"{language}.traineddata")
        if folder is None or not (folder / f"{language}.traineddata").is_file():
            raise DataMissing(package)
    return str(folder)


def _listed(package: str, name: str) -> Path | None:
    listing = _FILE_LISTS / f"{package}.list"
    lines = listing.read_text().splitlines() if listing.is_file() else []
    return next((Path(line).parent for line in lines if line.endswith(f"/{name}")), None)
