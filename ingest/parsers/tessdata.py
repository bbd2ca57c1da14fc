"""Find Tesseract's language data: the wheel of tesserocr contains none and finds none by itself.

A file of its own, so that the system check can ask for it without loading the OCR libraries.
"""

import os
from pathlib import Path

from ingest.parsers.errors import LanguageDataMissing

_PACKAGES = {"vie": "tesseract-ocr-vie", "eng": "tesseract-ocr-eng"}
_FILE_LISTS = Path("/var/lib/dpkg/info")


def data_folder() -> str:
    """Return the folder from TESSDATA_PREFIX, or from the file lists of Debian. Raises LanguageDataMissing."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    for language, package in _PACKAGES.items():
        folder = Path(prefix) if prefix else _folder_in_package(package, f"{language}.traineddata")
        if folder is None or not (folder / f"{language}.traineddata").is_file():
            raise LanguageDataMissing(package)
    return str(folder)


def _folder_in_package(package: str, name: str) -> Path | None:
    file_list = _FILE_LISTS / f"{package}.list"
    lines = file_list.read_text().splitlines() if file_list.is_file() else []
    return next((Path(line).parent for line in lines if line.endswith(f"/{name}")), None)
