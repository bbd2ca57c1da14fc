"""A film of one EAN-13 barcode, as a camera sees it, for Chromium's fake camera (YUV4MPEG2, grey)."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

SIZE = (640, 480)
FRAMES, A_SECOND = 4, 5
MODULE = 4  # pixels of the thinnest bar
LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
# Which of the first six digits are written mirrored tells the digit before them.
PARITY = (
    "000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010",
)  # fmt: skip


def bars_of(digits: str) -> str:
    """Return the modules of 13 digits, 1 for black."""
    right = [code.translate(str.maketrans("01", "10")) for code in LEFT]
    mirrored = [code[::-1] for code in right]
    parity = PARITY[int(digits[0])]
    first = "".join(
        (mirrored if turn == "1" else LEFT)[int(digit)] for digit, turn in zip(digits[1:7], parity, strict=True)
    )
    return f"101{first}01010{''.join(right[int(digit)] for digit in digits[7:])}101"


def film(digits: str, path: Path) -> Path:
    """Write a film in which the barcode lies a little turned on a grey table."""
    bars = bars_of(digits)
    paper = Image.new("L", (len(bars) * MODULE + 80, 240), 235)
    pen = ImageDraw.Draw(paper)
    for place, bar in enumerate(bars):
        if bar == "1":
            pen.rectangle((40 + place * MODULE, 20, 40 + (place + 1) * MODULE - 1, 200), fill=30)
    with path.open("wb") as target:
        target.write(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(FRAMES):
            picture = Image.new("L", SIZE, 120)
            turned = paper.rotate(number, expand=True, fillcolor=120, resample=Image.Resampling.BICUBIC)
            picture.paste(turned, ((SIZE[0] - turned.width) // 2, (SIZE[1] - turned.height) // 2))
            grey = picture.filter(ImageFilter.GaussianBlur(0.8)).tobytes()
            target.write(b"FRAME\n" + grey + bytes([128]) * (SIZE[0] * SIZE[1] // 2))
    return path
