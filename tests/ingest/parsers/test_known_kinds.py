"""Whatever people upload is named as they know it; no sentence contains a MIME type."""

import io
import tarfile
from pathlib import Path

import pytest
from django.utils import translation

from ingest.errors import BadInput, sentence_for
from ingest.parsers.file_type import content_type
from tests.ingest import material

pytestmark = pytest.mark.backend_independent

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(200)


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("1.jpg"))
    return out.getvalue()


KINDS = [
    (OLE + bytes(3_000_000) + "EncryptedPackage".encode("utf-16-le"), "encrypted", None),
    (OLE + "WordDocument".encode("utf-16-le"), "document_to_export", "Word"),
    (OLE + "Workbook".encode("utf-16-le"), "document_to_export", "Excel"),
    (OLE + "PowerPoint Document".encode("utf-16-le"), "document_to_export", "PowerPoint"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", None),
    (
        b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">',
        "document_to_export",
        "Word 2006 XML",
    ),
    (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "document_to_export", "Word 2003 XML"),
    (b'<fulfillmentToken xmlns="http://ns.adobe.com/adept">', "copy_protected", "ACSM, Adobe"),
    (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "other_picture", "SVG"),
    (b"8BPS\0\1" + bytes(100), "other_picture", "PSD"),
    (b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjpm \0\0\0\0jpm ", "other_picture", "JPEG 2000, JPM"),
    (b"{\\rtf1\\ansi Xin chao}", "document_to_export", "RTF"),
    (b"<!DOCTYPE html><html><body>Xin chao</body></html>", "document_to_export", "HTML"),
    ("Ngày xưa có hai vợ chồng.\n".encode(), "document_to_export", "TXT"),
    (b"AT&TFORM\0\0\0\x10DJVUINFO", "document_to_export", "DjVu"),
    (b"Rar!\x1a\x07\x01\0" + bytes(100), "other_archive", "RAR"),
    (b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(100), "other_archive", "7z"),
    (_tar(), "other_archive", "TAR"),
    (ASF, "other_recording", "WMV, WMA"),
    (b"FLV\x01\x05\0\0\0\x09" + bytes(100), "other_recording", "FLV"),
    (b"MZ" + bytes(300), "wrong_type", "EXE"),
    (bytes([7, 3, 0, 1, 200, 251]) * 50, "unknown_type", None),
]


@pytest.mark.parametrize(("data", "code", "found"), KINDS, ids=[f"{code}-{found}" for _data, code, found in KINDS])
def test_a_file_that_is_not_digitised_is_named_for_people(
    data: bytes, code: str, found: str | None, tmp_path: Path
) -> None:
    (tmp_path / "tệp").write_bytes(data)
    with pytest.raises(BadInput) as refused:
        content_type(tmp_path / "tệp")
    assert (refused.value.code, refused.value.details.get("found")) == (code, found)
    for language in ("vi", "en"):
        with translation.override(language):
            sentence = sentence_for(refused.value.code, refused.value.details)
            assert found is None or found in sentence
            assert not any(kind in sentence for kind in ("application/", "image/", "video/", "octet-stream"))


def test_an_upload_refused_by_release_0_1_0_says_no_mime_type_either() -> None:
    with translation.override("en"):
        assert sentence_for("wrong_type", {"found": "application/octet-stream"}) == sentence_for("unknown_type", {})
        assert "Word" in sentence_for("wrong_type", {"found": "Word"})


@pytest.mark.parametrize(
    ("name", "mime_type"),
    [("a.heic", "image/heic"), ("a.jp2", "image/jp2"), ("a.bmp", "image/bmp"), ("a.gif", "image/gif")],
)
def test_photographs_of_phones_and_scanners_are_accepted(name: str, mime_type: str, tmp_path: Path) -> None:
    from ingest.parsers import images

    material.a_picture(tmp_path / name, material.a_page().convert("RGB"))
    assert content_type(tmp_path / name) == mime_type
    assert images.open_image(tmp_path / name).size == material.a_page().size


def test_a_package_is_a_zip_file_whatever_libmagic_calls_it(tmp_path: Path) -> None:
    material.a_document(tmp_path / "a.docx")
    assert content_type(tmp_path / "a.docx") == "application/zip"
