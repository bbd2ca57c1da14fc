"""Make the files that these tests upload: small good ones, and every kind of bad one."""

import io
import struct
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from demo.fonts import family

LINES = (
    "Ngày xưa, ở làng Gióng có hai vợ chồng ông lão",
    "chăm chỉ làm ăn và có tiếng là phúc đức.",
    "Hai ông bà ao ước có một đứa con trai khôi ngô.",
)
BIG = 12_000


def a_pdf(
    path: Path, *, pages: int = 2, title: str = "Thánh Gióng", password: str = "", lines: Sequence[str] = LINES
) -> Path:
    """Make a PDF with a text layer, encrypted if there is a password."""
    pdf = FPDF(format="A5")
    pdf.add_font("book", fname=str(family().serif))
    pdf.set_title(title)
    pdf.set_author("Nguyễn Thị Minh Khai")
    if password:
        pdf.set_encryption(owner_password="owner" + password, user_password=password)
    for number in range(pages):
        pdf.add_page()
        pdf.set_font("book", size=12)
        pdf.multi_cell(0, 8, "\n".join([*lines, f"Trang số {number + 1}"]))
    pdf.output(str(path))
    return path


def a_page(lines: Sequence[str] = LINES, *, size: tuple[int, int] = (1240, 1000), letters: int = 40) -> Image.Image:
    """Return a page as a clean scan at 150 dpi."""
    page = Image.new("L", size, 255)
    font = ImageFont.truetype(str(family().serif), letters)
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((90, 120 + number * letters * 2), line, font=font, fill=0)
    return page


def a_picture(path: Path, image: Image.Image | None = None) -> Path:
    """Make a page picture in the format of the name."""
    (image or a_page()).save(path, dpi=(150, 150))
    return path


def a_zip(path: Path, entries: Sequence[tuple[str, bytes]], *, method: int = zipfile.ZIP_STORED) -> Path:
    """Make a ZIP file with these entries, the names exactly as given."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


def jpeg(image: Image.Image | None = None) -> bytes:
    """Return a page picture as JPEG."""
    out = io.BytesIO()
    (image or a_page()).save(out, "JPEG", dpi=(150, 150))
    return out.getvalue()


def a_film(path: Path, *, seconds: int = 6, size: str = "320x180", codec: str = "libx264") -> Path:
    """Make a small recording with picture and sound."""
    picture = ["-f", "lavfi", "-i", f"testsrc=size={size}:rate=10:duration={seconds}"]
    sound = ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"]
    codecs = ["-c:v", codec, "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "20", "-c:a", "aac", "-shortest"]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *picture, *sound, *codecs, str(path)], check=True)
    return path


def a_sound(path: Path, *, seconds: int = 9, cover: Path | None = None) -> Path:
    """Make a sound file in the format of the name, containing a picture if a cover is given."""
    sound = ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"]
    picture = ["-i", str(cover), "-map", "0", "-map", "1", "-disposition:v:0", "attached_pic"] if cover else []
    subprocess.run(["ffmpeg", "-v", "error", "-y", *sound, *picture, str(path)], check=True)
    return path


def empty(path: Path) -> None:
    """Make a file without a byte."""
    path.write_bytes(b"")


def encrypted_pdf(path: Path) -> None:
    """Make a PDF that opens only with a password."""
    a_pdf(path, password="bi-mat")


def truncated_pdf(path: Path) -> None:
    """Make a PDF that ends after 60 bytes."""
    path.write_bytes(a_pdf(path).read_bytes()[:60])


def truncated_zip(path: Path) -> None:
    """Make a ZIP file without its end, the central directory."""
    path.write_bytes(a_zip(path, [("1.jpg", jpeg()), ("2.jpg", jpeg())]).read_bytes()[:-200])


def a_program(path: Path) -> None:
    """Make an executable, to be named as a PDF."""
    path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(200))


def a_document(path: Path) -> None:
    """Make a Word document, which is a ZIP file too."""
    a_zip(path, [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")])


def a_package(path: Path) -> None:
    """Make an H5P package with an icon."""
    a_zip(path, [("h5p.json", b"{}"), ("content/images/icon.jpg", jpeg())])


def zip_of_documents(path: Path) -> None:
    """Make a ZIP file of two PDFs."""
    a_zip(path, [("1.pdf", b"%PDF-1.4"), ("2.pdf", b"%PDF-1.4")])


def a_film_of_windows(path: Path) -> None:
    """Make the beginning of a recording in the format ASF."""
    path.write_bytes(bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(200))


def faulty_pictures(path: Path) -> None:
    """Make a ZIP file of which no picture can be read."""
    a_zip(path, [("1.jpg", jpeg()[:400]), ("2.jpg", b"no picture at all")])


def zip_bomb(path: Path) -> None:
    """Make a quarter of a megabyte that unpacks to 256 MB."""
    a_zip(path, [("1.jpg", bytes(256 * 1024**2))], method=zipfile.ZIP_DEFLATED)


def overlapping_zip(path: Path) -> None:
    """Make a ZIP file with many entries that are all the same bytes."""
    data = bytes(10_000)
    head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 33, 0, len(data), len(data), 5, 0) + b"0.jpg"
    central = b""
    for number in range(50):
        name = f"{number:03}.jpg".encode()
        sizes = (0, len(data), len(data), len(name), 0, 0, 0, 0, 0, 0)
        central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 33, *sizes) + name
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 50, 50, len(central), len(head) + len(data), 0)
    path.write_bytes(head + data + central + end)


def crowded_zip(path: Path) -> None:
    """Make a ZIP file with more entries than the limit."""
    a_zip(path, [(f"{number}.jpg", b"") for number in range(5_001)])


def climbing_zip(path: Path) -> None:
    """Make a ZIP file with a name that leads out of it."""
    a_zip(path, [("../../etc/trang.jpg", jpeg())])


def backslash_zip(path: Path) -> None:
    """Make a ZIP file with a name that leads out of it on Windows."""
    a_zip(path, [("..\\..\\trang.jpg", jpeg())])


def drive_zip(path: Path) -> None:
    """Make a ZIP file with a drive letter in a name."""
    a_zip(path, [("C:trang.jpg", jpeg())])


def link_zip(path: Path) -> None:
    """Make a ZIP file with a symbolic link to a file of the server."""
    entry = zipfile.ZipInfo("1.jpg")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, "/etc/passwd")


def encrypted_zip(path: Path) -> None:
    """Make a ZIP file whose entries are marked as encrypted."""
    data = bytearray(a_zip(path, [("1.jpg", jpeg())]).read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))


def zip_without_pictures(path: Path) -> None:
    """Make a ZIP file with only the system files of macOS and Windows."""
    a_zip(path, [("__MACOSX/._1.jpg", b"x"), (".DS_Store", b"x"), ("Thumbs.db", b"x")])


def huge_picture(path: Path) -> None:
    """Make a picture of 12,000 × 12,000 pixels in few bytes."""
    Image.new("1", (BIG, BIG), 1).save(path, "PNG")


def truncated_picture(path: Path) -> None:
    """Make a picture with a whole header and truncated pixels."""
    path.write_bytes(jpeg()[:400])


def pdf_without_pages(path: Path) -> None:
    """Make a PDF that opens and has no pages."""
    path.write_bytes(raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]))


def crowded_pdf(path: Path) -> None:
    """Make a PDF with one page and half a million objects."""
    page = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    page.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>")
    path.write_bytes(raw_pdf(page + [b"0"] * 500_000))


def film_without_streams(path: Path) -> None:
    """Make a film with subtitles, without picture and sound."""
    captions = path.with_suffix(".srt")
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nChào\n")
    command = ["ffmpeg", "-v", "error", "-y", "-i", str(captions), "-c:s", "mov_text", "-f", "mp4", str(path)]
    subprocess.run(command, check=True)


def truncated_film(path: Path) -> None:
    """Make a film without its index."""
    path.write_bytes(a_film(path, seconds=1).read_bytes()[:900])


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects; the first one is the catalog."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
