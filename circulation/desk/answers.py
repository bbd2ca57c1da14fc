"""What the desk answers to a scan: a sentence, how it is shown, and what the librarian may do next.

A stored answer is a code and details without names of readers; the sentence is made in the language of now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.errors import UserFacingError, saved_sentence
from circulation.desk import errors


class Tone(StrEnum):
    """How an answer is shown: done, done with something to notice, refused."""

    DONE = "done"
    NOTE = "note"
    REFUSED = "refused"


SENTENCES: Mapping[str, Promise] = {
    "lent": _("Lent: “%(title)s” (%(barcode)s), due on %(due)s."),
    "returned": _("Returned: “%(title)s” (%(barcode)s)."),
    "not_lent": _("“%(title)s” (%(barcode)s) was not on loan. It belongs on the shelf: %(shelf)s."),
    "renewed": _("Renewed: “%(title)s” (%(barcode)s), now due on %(due)s."),
    "reader": pgettext_lazy("desk", "The reader's card is read. Scan the books."),
    "lost": _("Marked as lost: “%(title)s” (%(barcode)s)."),
    "repair": _("Put aside for repair: “%(title)s” (%(barcode)s)."),
    "condition": _("Noted: “%(title)s” (%(barcode)s) is %(condition)s."),
}
HEADLINES: Mapping[Tone, Promise] = {
    Tone.DONE: pgettext_lazy("desk", "Done"),
    Tone.NOTE: pgettext_lazy("desk", "Look here"),
    Tone.REFUSED: pgettext_lazy("desk", "Not done"),
}
_ASKING = {error.code for error in errors.DeskRefusal.__subclasses__() if error.asks}


@dataclass(frozen=True)
class Answer:
    """The answer to one scan. `copy` and `reader` are UUIDs.

    `reader` and `sentences`, which may name a reader, are not stored.
    """

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)
    copy: str = ""
    reader: str = ""
    sentences: tuple[str, ...] = ()
    is_repeated: bool = False

    @property
    def tone(self) -> Tone:
        """Return how it is shown."""
        if self.code not in SENTENCES:
            return Tone.REFUSED
        return Tone.NOTE if self.code == "not_lent" or self.notes else Tone.DONE

    @property
    def headline(self) -> str:
        """Return the word for the tone, so that colour is never alone."""
        return str(HEADLINES[self.tone])

    @property
    def sentence(self) -> str:
        """Return what happened, in the language of now."""
        if self.code in SENTENCES:
            return str(SENTENCES[self.code]) % self.details
        return saved_sentence(self.code, self.details)

    @property
    def notes(self) -> list[str]:
        """Return what the librarian has to know besides."""
        notes = []
        if days := self.details.get("days_overdue"):
            notes.append(ngettext("It was %(n)s day overdue.", "It was %(n)s days overdue.", days) % {"n": days})
        if self.details.get("was_lost"):
            notes.append(str(_("It was marked as lost and is found.")))
        if self.details.get("was_in_repair"):
            notes.append(str(_("It was marked as in repair and can be lent again.")))
        return [*notes, *self.sentences]

    @property
    def asks(self) -> bool:
        """Return whether the librarian may do it all the same."""
        return self.code in _ASKING


def refusal(error: UserFacingError, *, copy: str = "") -> Answer:
    """Return the answer that repeats an error."""
    return Answer(error.code, error.details, copy=copy)
