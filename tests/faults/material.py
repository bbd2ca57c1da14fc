"""The material of the fault tests: three scanned pages, and three seconds of a lesson with captions."""

import subprocess
from pathlib import Path

from PIL import Image

CAPTIONS = """WEBVTT

00:00.000 --> 00:01.400
Chào các em, hôm nay ta học phân số.

00:01.500 --> 00:02.900
Hai phân số bằng nhau khi nào?
"""
LESSON = "bài giảng"


def make_book(folder: Path) -> list[Path]:
    """Make a folder of page images: the upper quarter of pages of the demo's scan, because OCR runs dozens of times."""
    from demo.scan import make_scan

    book = make_scan(folder, pages=(4, 5, 6))
    for path in book.iterdir():
        with Image.open(path) as page:
            upper = page.crop((0, 0, page.width, page.height // 4))
        upper.save(path, dpi=(200, 200))
    return [book]


def make_lesson(folder: Path) -> list[Path]:
    """Make a small recording, and captions of the same name."""
    film, captions = folder / f"{LESSON}.mp4", folder / f"{LESSON}.vtt"
    captions.write_text(CAPTIONS, encoding="utf-8")
    picture = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=3"]
    sound = ["-f", "lavfi", "-i", "sine=frequency=440:duration=3"]
    codecs = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *picture, *sound, *codecs, str(film)], check=True)
    return [film, captions]


MAKERS = {"book": make_book, "lesson": make_lesson}
