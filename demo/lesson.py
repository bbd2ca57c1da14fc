"""The demo's recorded lesson: drawn slides, a voice (espeak-ng, or a hum without it), captions."""

import json
import math
import shutil
import subprocess
import tempfile
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from demo.fonts import family, font

NAME = "phan-so-bang-nhau"
TITLE = "Phân số bằng nhau"
TEACHER = "Lê Thu Hà"
YEAR = "2025"
SCRIPT = Path(__file__).parent / "texts" / "lesson.json"
RATE = 22050
SIZE = (1280, 720)
PAPER, INK, ACCENT, LINE = (251, 249, 243), (33, 37, 41), (24, 104, 104), (120, 124, 128)


@dataclass(frozen=True)
class Sentence:
    """A spoken sentence, its start and end in milliseconds, and its slide."""

    text: str
    start: int
    end: int
    slide: int


def make_lesson(folder: Path) -> Path:
    """Write folder/NAME.mp4 and folder/NAME.vtt unless they exist."""
    path = folder / f"{NAME}.mp4"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        narration = sentences()
        path.with_suffix(".vtt").write_text(captions(narration), "utf-8")
        with tempfile.TemporaryDirectory() as work:
            _draw_slides(Path(work), narration)
            _speak(Path(work), narration)
            _film(Path(work), path)
    return path


def script() -> list[dict]:
    """Return the slides: `slide` is the heading, `picture` [coloured, all] parts of a bar, `says` the sentences."""
    return json.loads(SCRIPT.read_text("utf-8"))


def sentences() -> list[Sentence]:
    """Return all sentences, with times that follow from the number of syllables."""
    narration, clock = [], 500
    for number, slide in enumerate(script()):
        for text in slide["says"]:
            length = 900 + 270 * len(text.split())
            narration.append(Sentence(text, clock, clock + length - 300, number))
            clock += length
    return narration


def captions(narration: list[Sentence]) -> str:
    """Return the captions as WebVTT."""
    cues = [f"{_clock(sentence.start)} --> {_clock(sentence.end)}\n{sentence.text}\n" for sentence in narration]
    return "WEBVTT\n\n" + "\n".join(cues)


def _clock(ms: int) -> str:
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _draw_slides(work: Path, narration: list[Sentence]) -> None:
    """Draw one picture for each slide; return the list of their durations."""
    rows = []
    for number, slide in enumerate(script()):
        _slide(slide).save(work / f"{number}.png")
        ends = [sentence.end + 300 for sentence in narration if sentence.slide == number]
        starts = [sentence.start for sentence in narration if sentence.slide == number]
        length = max(ends) - (0 if number == 0 else min(starts))
        rows.append(f"file {number}.png\nduration {length / 1000}\n")
    (work / "slides.txt").write_text("".join(rows) + f"file {number}.png\n")


def _slide(slide: dict) -> Image.Image:
    typefaces, image = family(), Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 18), fill=ACCENT)
    draw.text((90, 90), slide["slide"], font=font(typefaces.sans_bold, 72), fill=INK)
    coloured, parts = slide["picture"]
    width = (SIZE[0] - 180) / parts
    for part in range(parts):
        box = (90 + part * width, 290, 90 + (part + 1) * width, 470)
        draw.rectangle(box, fill=ACCENT if part < coloured else PAPER, outline=INK, width=4)
    draw.text((90, 510), f"{coloured}/{parts}", font=font(typefaces.sans_bold, 90), fill=ACCENT)
    draw.text((90, 650), f"{TITLE} · {TEACHER}", font=font(typefaces.sans, 30), fill=LINE)
    return image


def _speak(work: Path, narration: list[Sentence]) -> None:
    """Write the sound track, each sentence at its time."""
    track = array("h", [0]) * (RATE * (narration[-1].end + 1000) // 1000)
    for number, sentence in enumerate(narration):
        voice = _voice(work, number, sentence)
        start, room = sentence.start * RATE // 1000, (sentence.end + 250 - sentence.start) * RATE // 1000
        voice = voice[:room]
        track[start : start + len(voice)] = voice
    with wave.open(str(work / "voice.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(track.tobytes())


def _voice(work: Path, number: int, sentence: Sentence) -> array:
    program = shutil.which("espeak-ng")
    if program is None:
        return _hum(sentence)
    path = work / f"voice-{number}.wav"
    subprocess.run(
        [program, "-v", "vi", "-s", "165", "-w", path, sentence.text], check=True, capture_output=True, timeout=60
    )
    with wave.open(str(path)) as file:
        return array("h", file.readframes(file.getnframes()))


def _hum(sentence: Sentence) -> array:
    """Return a soft tone in place of the voice."""
    pitch = 220 + 20 * (sentence.slide % 5)
    count = (sentence.end - sentence.start) * RATE // 1000
    return array("h", (int(1500 * math.sin(2 * math.pi * pitch * at / RATE)) for at in range(count)))


def _film(work: Path, path: Path) -> None:
    """Encode slides and sound as H.264 and AAC, with a key frame every four seconds."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "concat", "-i", str(work / "slides.txt")]
    command += ["-i", str(work / "voice.wav"), "-vf", "fps=5,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast"]
    command += ["-crf", "26", "-g", "20", "-threads", "1", "-c:a", "aac", "-b:a", "64k", "-ac", "1"]
    tags = {"title": TITLE, "artist": TEACHER, "date": YEAR}
    command += [part for key, value in tags.items() for part in ("-metadata", f"{key}={value}")]
    part = path.with_suffix(".part")
    command += ["-shortest", "-fflags", "+bitexact", "-f", "mp4", "-movflags", "+faststart", str(part)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    part.rename(path)
