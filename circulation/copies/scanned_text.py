"""What a scanner or a person enters for a copy, in the spellings under which its number may be stored."""

from accounts.text import clean_line

MAX_SCAN = 200  # characters; more is no barcode
# A scanner types as a keyboard. Under the Vietnamese keyboard layout the row of digits gives these characters.
VIETNAMESE_LAYOUT = str.maketrans(
    {
        "ă": "1",
        "â": "2",
        "ê": "3",
        "ô": "4",
        "\N{COMBINING GRAVE ACCENT}": "5",
        "\N{COMBINING HOOK ABOVE}": "6",
        "\N{COMBINING TILDE}": "7",
        "\N{COMBINING ACUTE ACCENT}": "8",
        "\N{COMBINING DOT BELOW}": "9",
        "đ": "0",
    }
)


def spellings_of(text: str) -> list[str]:
    """Return what may be stored, the likeliest first; empty for nothing that can be seen.

    Line ends and spaces that a scanner adds are ignored, also inside; digits of the Vietnamese layout are read back.
    """
    typed = text[:MAX_SCAN]
    spelt = (clean_line(typed), "".join(clean_line(typed).split()), clean_line(typed.translate(VIETNAMESE_LAYOUT)))
    return list(dict.fromkeys(form for form in spelt if form))
