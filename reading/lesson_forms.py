"""The forms of lessons: which list, a pasted list, one lesson."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.form_fields import LineField, ParagraphsField
from reading.cards import grade_name
from reading.lesson_files import Concepts, LessonFileField, rows_of_concepts
from repository.curriculum import GRADES, series_choices, subject_choices
from repository.curriculum.actions import LessonList
from repository.curriculum.lesson_lists import MAX_NUMBER, MAX_PERIODS, MAX_TITLE, MAX_UNIT, LessonLine
from repository.models import Lesson

MAX_TEXT = 100_000  # characters of a pasted list
DAY = timedelta(days=1)


class ChosenListForm(forms.Form):
    """The subject and the grade."""

    subject = forms.ChoiceField(label=gettext_lazy("Subject"), choices=subject_choices)
    grade = forms.TypedChoiceField(
        label=gettext_lazy("Grade"), choices=lambda: [(grade, grade_name(grade)) for grade in GRADES], coerce=int
    )


class PastedLessonsForm(ChosenListForm):
    """Which list, and its lessons as text or as a file, which becomes the text that is shown."""

    series = forms.ChoiceField(
        label=gettext_lazy("Textbook series"),
        choices=lambda: [("", _("None: lessons of the programme")), *series_choices()],
        required=False,
    )
    text = ParagraphsField(
        label=gettext_lazy("Lessons"),
        help_text=gettext_lazy(
            "One lesson a line, chapters on lines of their own. Or copy the table of your plan from Excel or Word and "
            "paste it here: the columns are recognised."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        max_length=MAX_TEXT,
        required=False,
    )
    file = LessonFileField(
        label=gettext_lazy("Or an Excel, ODS, CSV or SKOS file"),
        help_text=gettext_lazy("Of a workbook the first sheet is read. SKOS: Turtle (.ttl) or RDF/XML (.rdf)."),
    )
    left_out: Sequence[str] = ()  # what a SKOS file has and the list has no place for, as sentences

    def clean_text(self) -> str:
        """Return the text as it was posted: its tabs part the cells of a row."""
        return str(self.data.get("text", ""))

    def clean(self) -> dict[str, Any]:
        """Put the rows of a file in the place of the text, also on the form: it is saved without the file."""
        data = super().clean() or {}
        if self.errors:
            return data
        if file := data.get("file"):
            rows = self._rows_of(file) if isinstance(file, Concepts) else file[0]
            if self.errors:
                return data
            data["text"] = "\n".join("\t".join(row) for row in rows if any(row))
            self.data = {**self.data, "text": data["text"]}
        if not data["text"].strip():
            self.add_error("text", _("Paste the lessons, or choose a file."))
        elif len(data["text"]) > MAX_TEXT:
            self.add_error("file", _("The list is too long. Import it in parts."))
        return data

    def _rows_of(self, concepts: Concepts) -> list[list[str]]:
        try:
            rows, self.left_out = rows_of_concepts(concepts, self.target())
        except forms.ValidationError as refusal:
            self.add_error("file", refusal)
            return []
        return rows

    def target(self) -> LessonList:
        """Return the list that is meant."""
        data = self.cleaned_data
        return LessonList(data["subject"], data["grade"], data["series"])


class LessonForm(forms.Form):
    """One lesson."""

    number = LineField(label=gettext_lazy("Number"), max_length=MAX_NUMBER, required=False)
    title = LineField(label=pgettext_lazy("of a lesson", "Title"), max_length=MAX_TITLE)
    unit = LineField(label=gettext_lazy("Chapter or topic"), max_length=MAX_UNIT, required=False)
    periods = forms.IntegerField(label=gettext_lazy("Periods"), min_value=1, max_value=MAX_PERIODS, required=False)
    position = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=1, max_value=10_000)
    since = forms.DateField(
        label=gettext_lazy("Start date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("End date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The end is before the start. Change one of the two dates."))
        return data

    def line(self) -> LessonLine:
        """Return the lesson as the form describes it."""
        data = self.cleaned_data
        return LessonLine(data["title"], data["number"], data["unit"], data["periods"])

    def end(self) -> date | None:
        """Return the first day on which the lesson is no longer valid."""
        last: date | None = self.cleaned_data["until"]
        return last + DAY if last else None

    @staticmethod
    def initial_of(lesson: Lesson) -> dict[str, Any]:
        """Return the values of a lesson; the end date is its last day."""
        names = ("number", "title", "unit", "periods", "position", "since")
        last = lesson.until - DAY if lesson.until else None
        return {name: getattr(lesson, name) for name in names} | {"until": last}
