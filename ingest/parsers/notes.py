"""Why the text or the image of a page is not simply what the file gives: codes, and their sentences for the review."""

from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy

TCVN3, VNI = "layer_tcvn3", "layer_vni"
LAYER_REPLACED, LAYER_STAMP = "layer_replaced", "layer_stamp"
LAYER_DOUBTFUL = "layer_doubtful"
DRAWING_UNREADABLE = "drawing_unreadable"

SENTENCES: dict[str, Promise] = {
    TCVN3: ngettext_lazy(
        "The text of %(number)s page is written in an old font (TCVN3) and was converted.",
        "The text of %(number)s pages is written in an old font (TCVN3) and was converted.",
        "number",
    ),
    VNI: ngettext_lazy(
        "The text of %(number)s page is written in an old font (VNI) and was converted.",
        "The text of %(number)s pages is written in an old font (VNI) and was converted.",
        "number",
    ),
    LAYER_REPLACED: ngettext_lazy(
        "The text in the file does not fit the image of %(number)s page; the page was read by OCR.",
        "The text in the file does not fit the images of %(number)s pages; these pages were read by OCR.",
        "number",
    ),
    LAYER_STAMP: ngettext_lazy(
        "The file has only a few words of text for the scan of %(number)s page; the page was read by OCR.",
        "The file has only a few words of text for the scans of %(number)s pages; these pages were read by OCR.",
        "number",
    ),
    LAYER_DOUBTFUL: ngettext_lazy(
        "The text in the file looks unusual on %(number)s page, but OCR gave nothing better. Check it.",
        "The text in the file looks unusual on %(number)s pages, but OCR gave nothing better. Check them.",
        "number",
    ),
    DRAWING_UNREADABLE: ngettext_lazy(
        "The image of %(number)s page is damaged in the file; only its text is shown.",
        "The images of %(number)s pages are damaged in the file; only their text is shown.",
        "number",
    ),
}
