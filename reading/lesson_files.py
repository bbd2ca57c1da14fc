"""Lists of lessons as files: tables, and vocabularies in SKOS, which become the table that the screen shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from ingest.parsers.concepts import concepts_in
from reading import table_files
from reading.table_files import TableField
from repository.curriculum.actions import LessonList
from repository.curriculum_concepts import list_uris
from repository.formats.skos import form_of
from repository.formats.skos.found import Found
from repository.formats.skos.lessons import LessonFile, Why, lessons_of

MAX_NAMED = 100  # concepts that the screen names
MAX_NAME = 100  # characters
_SENTENCES = {
    Why.NO_NAME: gettext_lazy("it has no preferred label (skos:prefLabel)"),
    Why.DEPRECATED: gettext_lazy("the file marks it as no longer used"),
    Why.CIRCLE: gettext_lazy("it stands below itself"),
    Why.TOO_HIGH: gettext_lazy("of what is above a lesson only the nearest is taken, as its chapter"),
}


@dataclass(frozen=True)
class Concepts:
    """The concepts of a file of SKOS."""

    found: Sequence[Found]


class LessonFileField(TableField):
    """A table, or a SKOS file; the value is the rows of each sheet, the concepts, or None without a file."""

    accepted = f"{table_files.ACCEPTED},.ttl,.rdf,.nt"

    def read(self, content: bytes) -> object:
        """Return what a file has. Raise BadInput."""
        form = form_of(content)
        return Concepts(concepts_in(content, form)) if form else super().read(content)


def rows_of_concepts(concepts: Concepts, target: LessonList) -> tuple[list[list[str]], list[str]]:
    """Return the lessons as the rows of a table with headings, and a line on each thing that is left out.

    Raise ValidationError for a file without lessons of the list.
    """
    subject, series = list_uris(target.subject, target.grade, target.series)
    file = lessons_of(concepts.found, top=subject, series=series)
    if not file.lessons:
        raise forms.ValidationError(_no_lessons(file))
    head = [
        pgettext("column of a list of lessons", "Chapter"),
        pgettext("column of a list of lessons", "Lesson number"),
        pgettext("column of a list of lessons", "Lesson"),
        pgettext("column of a list of lessons", "Periods"),
    ]
    lessons = sorted(
        file.lessons, key=lambda one: bool(one.chapter)
    )  # in a table a row without a chapter has that above
    rows = [[one.chapter, one.number, one.title, one.extent] for one in lessons]
    return [head, *rows], _left_out(file)


def _left_out(file: LessonFile) -> list[str]:
    named = [(name, why) for name, why in file.left_out if why in _SENTENCES]
    lines = [f"{Truncator(name).chars(MAX_NAME)}: {_SENTENCES[why]}" for name, why in named[:MAX_NAMED]]
    if (rest := len(named) - MAX_NAMED) > 0:
        lines.append(ngettext("%(n)s further concept", "%(n)s further concepts", rest) % {"n": rest})
    if others := sum(why is Why.OTHER_LIST for _concept, why in file.left_out):
        text = ngettext(
            "%(n)s concept of another subject, grade or textbook series",
            "%(n)s concepts of other subjects, grades or textbook series",
            others,
        )
        lines.append(text % {"n": others})
    if file.lost:
        lines.append(_("properties that lessons do not have: %(names)s") % {"names": ", ".join(file.lost[:MAX_NAMED])})
    return lines


def _no_lessons(file: LessonFile) -> str:
    if any(why is Why.OTHER_LIST for _concept, why in file.left_out):
        return _("The file has no lessons of this subject, grade and textbook series. Choose those that it has.")
    return _("The file has no concept that can be a lesson. Check that it is the right file.")
