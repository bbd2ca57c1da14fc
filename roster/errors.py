"""Every named way in which an imported list, one of its rows, login slips or a merge of accounts can fail."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class FileMissing(UserFacingError):
    """The form was sent without a file."""

    sentence = _("Choose the file with the list.")
    code = "file_missing"


class FileTooLarge(UserFacingError):
    """More bytes than any list has."""

    sentence = _("A list may have at most %(limit)s MB. Save it without pictures, or split it. Nothing was changed.")
    code = "list_too_large"
    status = 413


class NobodyInList(UserFacingError):
    """No sheet has rows of people."""

    sentence = _("No list of people was found in this file. Check that it is the right file. Nothing was changed.")
    code = "nobody_in_list"


class ListTwice(UserFacingError):
    """Another list of the same role is being imported into the school."""

    sentence = _(
        "Your school is already importing the list “%(name)s”. Finish or discard it first; then import the next one."
    )
    code = "list_twice"
    status = 409


class WrongMoment(UserFacingError):
    """The state of the import does not allow this."""

    sentence = _("This list has gone on in the meantime, so this was not done. Reload the page.")
    code = "wrong_moment"
    status = 409


class NoLongerLibrarian(UserFacingError):
    """The person who started the import may no longer manage people of the school."""

    sentence = _("The person who started this import may no longer manage people of this school. Nothing was changed.")
    code = "no_longer_librarian"
    status = 403


class ListFailed(UserFacingError):
    """Our own code failed several times."""

    sentence = _(
        "This list could not be processed because of a fault in this program. What was imported is listed below. Try "
        "again, or contact the administrator."
    )
    code = "list_failed"
    status = 500


class TooManySlips(UserFacingError):
    """More login slips in one file than the limit."""

    sentence = _("At most %(limit)s login slips can be made at once. Choose fewer people. No password was changed.")
    code = "too_many_slips"


class NobodyChosen(UserFacingError):
    """Nobody was ticked."""

    sentence = _("Tick the people for whom you want login slips. No password was changed.")
    code = "nobody_chosen"


class CannotMerge(UserFacingError):
    """The two accounts cannot become one."""

    sentence = _(
        "These two accounts cannot be merged: they are the same one, one of them is your own, a superuser's, or "
        "already merged. Nothing was changed."
    )
    code = "cannot_merge"
    status = 409


class RowProblem(UserFacingError):
    """A row that cannot be imported, with what to do; the other rows go on."""

    sentence = _("This row cannot be imported.")
    code = "row_problem"


class NameMissing(RowProblem):
    """A row with other facts of a person."""

    sentence = _("The name is missing. Fill it in, or delete the row.")
    code = "name_missing"


class NotAName(RowProblem):
    """Digits, signs, or far too long."""

    sentence = _("“%(name)s” is not a name. Correct it; or choose another column for the name above.")
    code = "not_a_name"


class BadBirthDate(RowProblem):
    """Not a date, or one in the future."""

    sentence = _("“%(text)s” is not a date of birth. Write it as day/month/year, for example 05/09/2014.")
    code = "bad_birth_date"


class ClassMissing(RowProblem):
    """A pupil without a class."""

    sentence = _("The class is missing. Fill it in; or enter the class of the whole sheet above.")
    code = "class_missing"


class BadClassName(RowProblem):
    """Too long, or without letters and digits."""

    sentence = _("“%(name)s” is not the name of a class. Correct it.")
    code = "bad_class_name"


class TwiceInList(RowProblem):
    """Two rows for one person."""

    sentence = _("The same person stands in line %(line)s, too. Delete one of the two rows.")
    code = "twice_in_list"


class CannotErase(UserFacingError):
    """The account cannot be erased."""

    sentence = _(
        "This person cannot be erased: it is your own account, a superuser's, or already erased. Nothing was changed."
    )
    code = "cannot_erase"
    status = 409


class LoansAreOpen(UserFacingError):
    """The person has borrowed something."""

    sentence = _(
        "This person has open loans: %(number)s. Let them be returned first, or wait until they are due. Nothing was "
        "changed."
    )
    code = "loans_are_open"
    status = 409
