"""Why a row of a list of books cannot be imported, or the list as a whole; the sentences say what to do."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError
from imports.errors import RecordProblem


class NoTitleColumn(UserFacingError):
    """No column of the list is said to hold titles."""

    sentence = _("No column holds the titles. Choose below what each column holds.")
    code = "no_title_column"


class MissingColumn(UserFacingError):
    """The mapping names a column that the list does not have."""

    sentence = _("The list has no column “%(heading)s”. Choose again what each column holds. Nothing was imported.")
    code = "missing_column"


class UnknownColumn(UserFacingError):
    """The mapping gives a column a meaning that does not exist."""

    sentence = _("“%(name)s” is nothing that a column can hold. Choose again what each column holds.")
    code = "unknown_column"


class ColumnTwice(UserFacingError):
    """Two columns are said to hold what only one can."""

    sentence = _("Two columns hold “%(label)s”. Choose one of them. Nothing was imported.")
    code = "column_twice"


class TitleMissing(RecordProblem):
    """A row with other facts of a book."""

    sentence = _("The title is missing. Fill it in, or delete the row.")
    code = "row_title_missing"


class BadYear(RecordProblem):
    """No year, or more than one."""

    sentence = _("“%(text)s” is not a year of publication. Write it with four digits, for example 2024.")
    code = "row_bad_year"


class BadPrice(RecordProblem):
    """No amount of money."""

    sentence = _("“%(text)s” is not a price. Write it in đồng, for example 45.000.")
    code = "row_bad_price"


class BadCount(RecordProblem):
    """No number of copies."""

    sentence = _("“%(text)s” is not a number of copies. Write a whole number, at most %(limit)s.")
    code = "row_bad_count"


class BadDay(RecordProblem):
    """No date."""

    sentence = _("“%(text)s” is not a date. Write it as day/month/year, for example 05/09/2026.")
    code = "row_bad_day"


class BadNumbers(RecordProblem):
    """Copy numbers that are ambiguous."""

    sentence = _("“%(text)s” is not a list of copy numbers. Write them as TK.00412; TK.00413 or TK.00412-TK.00415.")
    code = "row_bad_numbers"


class NumberTwice(RecordProblem):
    """A copy number or a barcode that an earlier row has."""

    sentence = _("The copy number or barcode “%(text)s” stands in row %(line)s, too. Correct one of them.")
    code = "row_number_twice"


class NumberTaken(RecordProblem):
    """A copy number or a barcode that another record of the school has."""

    sentence = _("The copy number or barcode “%(text)s” belongs to “%(title)s”. Correct it.")
    code = "row_number_taken"


class BadRecordIdentifier(RecordProblem):
    """The first column of the template holds what is no identifier."""

    sentence = _("“%(text)s” is not the identifier of a record. Leave the cell empty for a new one.")
    code = "row_bad_record"
