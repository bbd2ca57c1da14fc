"""Why a MARC record cannot be read, or cannot be written."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class Reason(TextChoices):
    """What is wrong with a record of a file; the label says it to a librarian."""

    TOO_LONG = "too_long", _("longer than a MARC record can be (99,999 bytes)")
    TRUNCATED = "truncated", _("the file ends within this record")
    LEADER = "leader", _("the leader, the first 24 characters, is damaged")
    LENGTH = "length", _("the length in the leader is not the length of the record")
    DIRECTORY = "directory", _("the directory of the fields is damaged")
    FIELD = "field", _("a field is not where the directory says")
    ENCODING = "encoding", _("the letters are neither valid UTF-8 nor MARC-8")
    XML = "xml", _("the XML is damaged here; the rest of the file cannot be read")
    HUGE = "huge", _("longer than 4 MB")
    HUGE_FILE = "huge_file", _("a JSON file longer than 64 MB; divide it into several")
    JSON = "json", _("the JSON is damaged; the file cannot be read")
    ENTITIES = "entities", _("the XML declares entities or a document type, which is refused for safety")


class Damaged(Exception):
    """The bytes are no MARC record; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class TooLongForMarc(UserFacingError):
    """A field exceeds 9,999 bytes, or the record 99,999: ISO 2709 has no digits for more."""

    sentence = _(
        "The MARC record was not saved: field %(tag)s or the whole record is longer than the format allows (9,999 "
        "bytes for a field, 99,999 for a record). Nothing was changed. Shorten it and save again."
    )
    code = "too_long_for_marc"


class DamagedAuthority(UserFacingError):
    """A part of a file of authorities cannot be read; `reason` is a value of Reason."""

    sentence = _("Damaged: %(reason)s. Export this record again; the others go on.")
    code = "damaged_authority"

    def __str__(self) -> str:
        return str(self.sentence) % {"reason": Reason(self.details["reason"]).label}
