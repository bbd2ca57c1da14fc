"""What a ZIP file is by its own marks, before its pictures are looked at: office files, e-books and learning packages.

All of these are ZIP files that may hold pictures (icons, a preview, a cover), which are no pages of a book. A package
that was packed again inside one folder has its marks there. To add a kind, add its mark to MARKS or MIMETYPES.
"""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.errors import BadInput, WrongType
from ingest.unsupported import CopyProtected, DocumentToExport, ElectronicBook, LearningPackage


def refuse_containers(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], names: Sequence[str]) -> None:
    """Raise the BadInput that names the kind of package; return if the archive is none.

    `names`: the readable names of the entries, in the same order.
    """
    package = _Package(archive, dict(zip(_without_common_folder(names), entries, strict=True)))
    refusal = _by_mimetype(package) or next(
        (
            refusal
            for mark, make in MARKS.items()
            if (place := package.find(mark)) and (refusal := make(place, package))
        ),
        None,
    )
    if refusal is not None:
        raise refusal


@dataclass(frozen=True)
class _Package:
    """An archive and its entries by the name below the folder that contains them all."""

    archive: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]

    @cached_property
    def lower(self) -> dict[str, str]:
        """Return the names by their lower case."""
        return {name.lower(): name for name in self.entries}

    def find(self, mark: str) -> str:
        """Return the entry that is the mark, in any case; `**/` matches any folder. Empty if there is none."""
        if mark.startswith("**/"):
            end = mark[2:]
            return next((name for lower, name in self.lower.items() if f"/{lower}".endswith(end)), "")
        return self.lower.get(mark, "")

    def has_folder(self, folder: str) -> bool:
        """Return whether an entry is in this folder."""
        return any(name.startswith(folder) for name in self.lower)

    def head(self, name: str) -> bytes:
        """Return the beginning of an entry; empty if there is none or it cannot be read."""
        place = self.find(name.lower())
        if not place:
            return b""
        try:
            with self.archive.open(self.entries[place]) as stream:
                return stream.read(_HEAD)
        except UNREADABLE:
            return b""


def _without_common_folder(names: Sequence[str]) -> list[str]:
    """Return the names below the one folder that contains everything, if there is one."""
    folders = {name.partition("/")[0] for name in names if not name.startswith("__MACOSX/")}
    folder = f"{folders.pop()}/" if len(folders) == 1 else ""
    return [name.removeprefix(folder) for name in names]


def _by_mimetype(package: _Package) -> BadInput | None:
    """Decide by the entry `mimetype`, with which EPUB, OpenDocument and their like begin."""
    mimetype = package.head("mimetype")[:200].decode("ascii", "replace").lower()
    if "application/epub" in mimetype:
        return _epub("", package)
    return next((DocumentToExport(found=name) for part, name in MIMETYPES.items() if part in mimetype), None)


def _epub(_name: str, package: _Package) -> BadInput:
    if package.head("META-INF/license.lcpl"):
        return CopyProtected(found="EPUB, Readium LCP")
    rules = package.head("META-INF/encryption.xml")
    algorithms = re.findall(rb"EncryptionMethod[^>]{0,300}?Algorithm=[\"']([^\"']{0,200})", rules)
    if package.head("META-INF/rights.xml") or set(algorithms) - _FONT_OBFUSCATION:
        return CopyProtected(found="EPUB, Adobe")
    return ElectronicBook(found="EPUB")


def _manifest(name: str, package: _Package) -> BadInput:
    """Decide which of the packages with an IMS manifest it is."""
    text = package.head(name).lower()
    for mark, found in _MANIFESTS.items():
        if mark in text:
            return LearningPackage(found=found)
    return LearningPackage(found="IMS Content Package")


def _office(_name: str, package: _Package) -> BadInput:
    """Decide which of the packages with [Content_Types].xml it is (Open Packaging Conventions)."""
    found = (name for folder, name in _OFFICE_FOLDERS.items() if package.has_folder(folder))
    return DocumentToExport(found=next(found, "Office"))


def _scratch(name: str, package: _Package) -> BadInput | None:
    text = package.head(name)
    return LearningPackage(found="Scratch") if b'"targets"' in text or b'"objName"' in text else None


def _iwork(_name: str, package: _Package) -> BadInput | None:
    return DocumentToExport(found="Pages, Numbers, Keynote") if package.find("preview.jpg") else None


def _of(error: type[BadInput], found: str) -> Callable[[str, _Package], BadInput]:
    return lambda _name, _package: error(found=found)


UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, RuntimeError, NotImplementedError,
    KeyError, ValueError,
)  # fmt: skip  # what Python's zipfile raises for an entry that is damaged, locked or packed otherwise
_HEAD = 64 * 1024  # bytes of a manifest that are looked at
_FONT_OBFUSCATION = {b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC"}
_MANIFESTS = {
    b"adlcp": "SCORM",
    b"scorm": "SCORM",
    b"imscc": "Common Cartridge",
    b"common cartridge": "Common Cartridge",
    b"imsqti": "QTI",
    b"smarttech": "SMART Notebook",
}
_OFFICE_FOLDERS = {"word/": "Word", "xl/": "Excel", "ppt/": "PowerPoint", "visio/": "Visio", "documents/": "XPS"}
MIMETYPES = {
    "opendocument": "OpenDocument",
    "vnd.sun.xml": "OpenOffice",
    "krita": "Krita",
    "openraster": "OpenRaster",
    "fb2": "FB2",
    "hwp": "Hangul",
}
# The name of an entry in lower case; the first mark that is found and gives an answer decides.
MARKS: dict[str, Callable[[str, _Package], BadInput | None]] = {
    "**/meta-inf/container.xml": _epub,
    "**/h5p.json": _of(LearningPackage, "H5P"),
    "**/imsmanifest.xml": _manifest,
    "**/cmi5.xml": _of(LearningPackage, "cmi5"),
    "**/tincan.xml": _of(LearningPackage, "xAPI"),
    "moodle_backup.xml": _of(LearningPackage, "Moodle"),
    "geogebra.xml": _of(LearningPackage, "GeoGebra"),
    "flipchart.xml": _of(LearningPackage, "ActivInspire"),
    "project.json": _scratch,
    "[content_types].xml": _office,
    "fixeddocumentsequence.fdseq": _of(DocumentToExport, "XPS"),
    "fixeddocseq.fdseq": _of(DocumentToExport, "XPS"),
    "index/document.iwa": _of(DocumentToExport, "Pages, Numbers, Keynote"),
    "index.zip": _iwork,
    "androidmanifest.xml": _of(WrongType, "APK"),
    "meta-inf/manifest.mf": _of(WrongType, "JAR"),
}
