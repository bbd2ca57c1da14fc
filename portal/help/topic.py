"""One topic of the help: what a screen is for, the steps in their order, and answers to frequent questions."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access.viewer import Viewer
from accounts.models import Role

Text = str | Promise


class Audience(TextChoices):
    """For whom a topic is written."""

    READER = "reader", _("For everybody")
    PUPIL = "pupil", _("For pupils")
    TEACHER = "teacher", _("For teachers")
    LIBRARIAN = "librarian", _("For librarians")
    OFFICER = "officer", _("For school heads and officers")
    ADMINISTRATOR = "administrator", _("For administrators")


AUDIENCE_OF_ROLE = {
    Role.PUPIL: Audience.PUPIL,
    Role.TEACHER: Audience.TEACHER,
    Role.LIBRARIAN: Audience.LIBRARIAN,
    Role.HEAD: Audience.OFFICER,
    Role.OFFICER: Audience.OFFICER,
    Role.CATALOGUER: Audience.LIBRARIAN,
    Role.NODE_ADMIN: Audience.ADMINISTRATOR,
}


def audience_of(viewer: Viewer) -> Audience:
    """Return the audience to which the viewer belongs; visitors are readers."""
    return AUDIENCE_OF_ROLE[Role(viewer.role)] if viewer.role else Audience.READER


@dataclass(frozen=True)
class Note:
    """A frequent question and its answer."""

    question: Text
    answer: Text


@dataclass(frozen=True)
class Topic:
    """One topic; `slug` is its address, `screen` the URL name of the screen that it is about, if it has one address."""

    slug: str
    audience: Audience
    title: Text
    summary: Text
    steps: tuple[Text, ...]
    notes: tuple[Note, ...] = ()
    screen: str = ""

    @property
    def text(self) -> str:
        """Return everything but the title in the active language, for the search."""
        answers = (part for note in self.notes for part in (note.question, note.answer))
        return " ".join(map(str, (self.summary, *self.steps, *answers)))
