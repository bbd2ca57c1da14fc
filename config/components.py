"""The component gallery: every component of the templates with its variants, at /components/ while DEBUG is on.

To add a component: write it in templates/components/, show it in templates/config/components.html with each of its
variants; a test fails while it is missing there.
"""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path
from django.views.decorators.http import require_safe

from reading.cards import Cover, ResourceCard
from reading.filters import FacetChoice
from reading.letters import letter_bar
from repository.curriculum import programme
from search.highlighting import Fragment
from sharing.choice_sources import Choice, ChoiceSource
from sharing.pickers import PickerField, PickOne, PickSeveral

TOKENS = settings.ROOT / "static" / "theme" / "tokens.css"
ICONS = settings.ROOT / "static" / "theme" / "icons.svg"
TONES = ("available", "waiting", "attention")
LEVELS = (constants.INFO, constants.SUCCESS, constants.WARNING, constants.ERROR)
BOOK = ResourceCard(
    uuid=UUID(int=1),
    url="#covers",
    title="Lịch sử và Địa lí 6: từ đầu nguồn đến cửa biển",
    creators="Nguyễn Thị Hồng, Trần Đức Ưng",
    year=2024,
    school="Trường THCS Nguyễn Du",
    kind="textbook",
    kind_name="Textbook",
    subjects_and_grades=("Lịch sử và Địa lí", "Lớp 6"),
    subject="lich-su-dia-li",
    cover=Cover(),
)
LESSON = replace(BOOK, uuid=UUID(int=2), title="Ước chung lớn nhất", kind="video", kind_name="Video", subject="toan")


class SampleForm(forms.Form):
    """Each kind of field."""

    title = forms.CharField(help_text="As it is printed on the title page.")
    note = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(choices=[("book", "Book"), ("video", "Video")])
    rights = forms.ChoiceField(widget=forms.RadioSelect, choices=[("own", "Our own"), ("free", "Free to use")])
    lend = forms.BooleanField(required=False, help_text="For as long as the licence runs.")


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component with sample data."""
    wrong = SampleForm({"title": "", "kind": "map", "rights": ""})
    wrong.add_error(None, "The title and the kind do not go together.")
    wrong.add_error("lend", "This work is not lent.")
    subjects = [replace(BOOK, uuid=UUID(int=10 + n), subject=code) for n, code in enumerate(programme().subjects)]
    context = {
        "book": BOOK,
        "lesson": LESSON,
        "photo": replace(BOOK, cover=Cover(static("theme/favicon.svg"), 64, 64)),
        "shelf": subjects,
        "tones": TONES,
        "form": SampleForm(),
        "wrong": wrong,
        "pickers": [_picker(PickOne()), _picker(PickSeveral())],
        "authority_input": forms.TextInput().render(
            "series", "Tủ sách vàng", {"class": "input", "aria-label": "Series"}
        ),
        "signed_in": {"is_authenticated": True},
        "english": {"code": "en", "name": "English", "url": "#layout"},
        "sample_messages": [Message(level, f"A message of level {level}.") for level in LEVELS],
        "letters": letter_bar({"a": 12, "ă": 1, "đ": 9}, "đ", lambda letter: "#lists"),
        "sample_choices": [FacetChoice("toan", "Toán", 12, True), FacetChoice("vat-li", "Vật lí", 3, False)],
        "fragments": [
            Fragment("Sông ", False),
            Fragment("Cửu Long", True),
            Fragment(" đổ ra biển.", False),
        ],
        "colours": dict.fromkeys(re.findall(r"--([a-z-]{1,40}): (?:#|rgb)", TOKENS.read_text("utf-8"))),
        "icons": re.findall(r'<symbol id="([a-z-]+)"', ICONS.read_text("utf-8")),
    }
    return render(request, "config/components.html", context)


def _picker(field: PickerField) -> dict[str, Any]:
    """Return the control of a picker that offers two schools."""
    field.label = "School"
    field.offer(ChoiceSource("#pickers", ()), [Choice("1", BOOK.school), Choice("2", "Trường THCS Lê Quý Đôn")])
    control: dict[str, Any] = field.widget.control("school", "1", {"id": f"picker-{type(field).__name__}"})
    return control


urlpatterns = [path("components/", components, name="components")]
