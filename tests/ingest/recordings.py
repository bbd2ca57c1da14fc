"""Recordings as cameras, phones, editors and browsers write them, made by ffmpeg."""

import struct
import subprocess
from pathlib import Path

# Stored pictures are red on the left and blue on the right.
RED_AND_BLUE = "color=red:size=160x180:rate=5:duration={seconds}[a];color=blue:size=160x180:rate=5:duration={seconds}"
_QUARTER_TURN = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 320 << 16, 0, 1 << 30)
_PLACE_OF_MATRIX = 44  # bytes after the type of a track header of version 0


def ffmpeg(*arguments: str | Path) -> None:
    """Run ffmpeg, and replace what it wrote before."""
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


def two_colours(path: Path, *, seconds: int = 4, options: tuple[str, ...] = ("-g", "20")) -> Path:
    """Make a recording whose pictures are red on the left and blue on the right, with sound."""
    picture = f"{RED_AND_BLUE.format(seconds=seconds)}[b];[a][b]hstack"
    sound = f"sine=frequency=440:duration={seconds}"
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"]
    ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, *codecs, *options, path)
    return path


def turned(path: Path) -> Path:
    """Make a recording of a phone that was held upright: stored sideways, with the note to turn it clockwise."""
    data = bytearray(two_colours(path).read_bytes())
    start = data.index(b"tkhd") + _PLACE_OF_MATRIX  # the first track is the picture
    data[start : start + len(_QUARTER_TURN)] = _QUARTER_TURN
    path.write_bytes(data)
    return path


def from_two_seconds(path: Path) -> Path:
    """Make a recording of 6 seconds whose first picture and sound come at 2 seconds."""
    whole = two_colours(path.with_name("whole.mp4"))
    ffmpeg("-itsoffset", "2", "-i", whole, "-c", "copy", path)
    return path


def cut(path: Path) -> Path:
    """Make a recording of 7.5 seconds by cutting away 2.5 seconds without encoding, as phones do."""
    whole = two_colours(path.with_name("whole.mp4"), seconds=10, options=("-g", "40"))
    ffmpeg("-ss", "2.5", "-i", whole, "-c", "copy", path)
    return path


def without_length(path: Path) -> Path:
    """Make a Matroska file of 6 seconds that does not state its length, as browsers write it while they record."""
    whole = two_colours(path.with_name("whole.mp4"), seconds=6)
    command = ["ffmpeg", "-v", "error", "-i", str(whole), "-c", "copy", "-f", "matroska", "-"]
    path.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    return path


def with_captions(path: Path, *languages: str, start: float = 1) -> Path:
    """Make a recording of 4 seconds that contains captions in these languages: `Lời LANGUAGE` from `start` on."""
    film = two_colours(path.with_name("whole.mp4"))
    options: list[str | Path] = []
    for language in languages:
        text = path.with_name(f"{language}.srt")
        text.write_text(f"1\n00:00:0{start:.0f},000 --> 00:00:03,000\nLời {language}\n", encoding="utf-8")
        options += ["-i", text]
    maps = [argument for number in range(len(languages) + 1) for argument in ("-map", str(number))]
    stated = [a for n, language in enumerate(languages) for a in (f"-metadata:s:s:{n}", f"language={language}")]
    codec = "mov_text" if path.suffix == ".mp4" else "webvtt"
    ffmpeg("-i", film, *options, *maps, *stated, "-c", "copy", "-c:s", codec, path)
    return path


def colour(path: Path, *, at: float, place: tuple[int, int]) -> str:
    """Return red, blue or black: the colour of a picture of a recording at these seconds, at x and y in pixels."""
    seek = f"trim=start={at},setpts=PTS-STARTPTS,crop=2:2:{place[0]}:{place[1]}"
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-vf", seek, "-frames:v", "1", "-pix_fmt", "rgb24"]
    pixels = subprocess.run([*command, "-f", "rawvideo", "-"], check=True, capture_output=True).stdout
    red, green, blue = pixels[:3]
    if max(red, green, blue) < 60:
        return "black"
    return "red" if red > blue else "blue"


def size(path: Path) -> tuple[int, int]:
    """Return the width and the height of the pictures, in pixels as stored."""
    options = ["-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0"]
    listed = subprocess.run(["ffprobe", "-v", "error", *options, str(path)], check=True, capture_output=True, text=True)
    width, height = listed.stdout.split()[0].rstrip(",").split(",")[:2]
    return int(width), int(height)
