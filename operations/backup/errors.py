"""What can stop a backup, a restore or a move, each with the sentence for the administrator."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class BackupError(UserFacingError):
    """The base class."""


class DatabaseRefused(BackupError):
    """The database, or a program that copies it, ended with an error."""

    sentence = _("The database could not be copied: %(problem)s")
    code = "database_not_copied"


class AlreadyRunning(BackupError):
    """Another process writes to this backup folder."""

    sentence = _("Another backup is being written to %(folder)s. Wait for its end.")
    code = "backup_running"
    status = 409


class NotABackup(BackupError):
    """The folder holds no complete backup."""

    sentence = _(
        "%(folder)s is no complete backup. Name a folder that `backup` made, for example %(example)s. Nothing "
        "was changed."
    )
    code = "not_a_backup"


class Damaged(BackupError):
    """Bytes of the backup are not those that were written."""

    sentence = _("This file of the backup is damaged: %(file)s. Nothing was changed; use an older backup.")
    code = "backup_damaged"


class OtherDatabase(BackupError):
    """The backup is of SQLite and the settings name PostgreSQL, or the other way round."""

    sentence = _(
        "The backup is of %(theirs)s and DATABASE_URL names %(ours)s. Restore it with the settings that it was made "
        "with; then `manage.py move` brings it to PostgreSQL. Nothing was changed."
    )
    code = "other_database"


class NotConfirmed(BackupError):
    """The database holds something, and --yes was not given."""

    sentence = _(
        "The database %(name)s holds %(people)s people and %(resources)s resources, which the backup would replace. "
        "Nothing was changed. To replace them, stop the library and run this again with --yes."
    )
    code = "not_confirmed"


class Incomplete(BackupError):
    """After a restore, the database does not hold the rows of the manifest."""

    sentence = _("Tables with another number of rows than in the backup: %(tables)s.")
    code = "restore_incomplete"


class WrongUser(BackupError):
    """The command runs as another user than the one who owns the data."""

    sentence = _(
        "The data in %(folder)s belongs to the user %(owner)s. Files written by another user could not be changed by "
        "the library later. Run this as that user: sudo -u %(owner)s …, or sudo tu-sach …"
    )
    code = "wrong_user"
