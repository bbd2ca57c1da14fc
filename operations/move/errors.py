"""What can stop a move, each with the sentence for the administrator."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class MoveError(UserFacingError):
    """The base class."""


class SameServices(MoveError):
    """The file names what the library uses already."""

    sentence = _("%(file)s names neither another DATABASE_URL nor another OBJECT_STORE_URL. Nothing was changed.")
    code = "same_services"


class NotEmpty(MoveError):
    """The target database holds a library."""

    sentence = _(
        "The database %(name)s holds %(people)s people and %(resources)s resources. A move needs an empty database. "
        "Nothing was changed."
    )
    code = "target_not_empty"


class NotMigrated(MoveError):
    """The tables of the target could not be made."""

    sentence = _("The tables of %(name)s could not be created: %(problem)s")
    code = "target_not_migrated"


class UnknownTables(MoveError):
    """Tables with rows that no model describes."""

    sentence = _("No model describes these tables, whose rows would be lost: %(tables)s. Nothing was changed.")
    code = "unknown_tables"


class Different(MoveError):
    """After the copy, the sides differ."""

    sentence = _("After the copy, %(parts)s differ. The database of the target was not filled.")
    code = "move_different"
