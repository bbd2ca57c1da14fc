"""Packages that are ZIP files and hold pictures are named for what they are; their icons never become a book."""

from pathlib import Path

import pytest

from ingest.errors import BadInput
from ingest.parsers.archive import listing
from tests.ingest import material

ICON = ("images/icon.png", b"icon")
TYPES = ("[Content_Types].xml", b"<Types/>")
SCORM = b'<manifest xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"><schema>ADL SCORM</schema></manifest>'
CARTRIDGE = b'<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><schema>IMS Common Cartridge</schema>'
FONT_ONLY = b'<encryption><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></encryption>'
ADEPT = b'<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
EPUB = [("mimetype", b"application/epub+zip"), ("META-INF/container.xml", b"<container/>"), ICON]
PACKAGES = [
    ([("h5p.json", b"{}"), ICON], "learning_package", "H5P"),
    ([("imsmanifest.xml", SCORM), ICON], "learning_package", "SCORM"),
    ([("imsmanifest.xml", CARTRIDGE), ICON], "learning_package", "Common Cartridge"),
    ([("imsmanifest.xml", b"<manifest/>"), ICON], "learning_package", "IMS Content Package"),
    ([("Bài 1/imsmanifest.xml", SCORM), ("Bài 1/icon.png", b"icon")], "learning_package", "SCORM"),
    ([("1/h5p.json", b"{}"), ("2/h5p.json", b"{}"), ICON], "learning_package", "H5P"),
    ([("cmi5.xml", b"<courseStructure/>"), ICON], "learning_package", "cmi5"),
    ([("geogebra.xml", b"<geogebra/>"), ("geogebra_thumbnail.png", b"icon")], "learning_package", "GeoGebra"),
    ([("project.json", b'{"targets": []}'), ICON], "learning_package", "Scratch"),
    (EPUB, "electronic_book", "EPUB"),
    ([*EPUB, ("META-INF/encryption.xml", FONT_ONLY)], "electronic_book", "EPUB"),
    ([*EPUB, ("META-INF/encryption.xml", ADEPT)], "copy_protected", "EPUB, Adobe"),
    ([*EPUB, ("META-INF/license.lcpl", b"{}")], "copy_protected", "EPUB, Readium LCP"),
    ([TYPES, ("word/media/image1.png", b"picture")], "document_to_export", "Word"),
    ([TYPES, ("ppt/media/image1.png", b"picture")], "document_to_export", "PowerPoint"),
    ([TYPES, ("xl/media/image1.png", b"picture")], "document_to_export", "Excel"),
    (
        [("mimetype", b"application/vnd.oasis.opendocument.text"), ("Thumbnails/thumbnail.png", b"picture")],
        "document_to_export",
        "OpenDocument",
    ),
    ([("Index/Document.iwa", b"x"), ("preview.jpg", b"picture")], "document_to_export", "Pages, Numbers, Keynote"),
    ([("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0"), ICON], "wrong_type", "JAR"),
]


@pytest.mark.backend_independent
@pytest.mark.parametrize(("entries", "code", "found"), PACKAGES)
def test_a_package_is_refused_by_its_name(
    entries: list[tuple[str, bytes]], code: str, found: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as refused:
        listing(material.a_zip(tmp_path / "a.zip", entries))
    assert (refused.value.code, refused.value.details) == (code, {"found": found})


@pytest.mark.backend_independent
def test_folders_with_the_names_of_packages_are_still_books(tmp_path: Path) -> None:
    entries = [("word/1.png", b"picture"), ("ppt/2.png", b"picture"), ("project.json", b"{}")]
    contents = listing(material.a_zip(tmp_path / "a.zip", entries))
    assert [picture.name for picture in contents.pictures] == ["ppt/2.png", "word/1.png"]
    assert contents.left_out == ["project.json"]
