"""Help for librarians: records and lists of books from elsewhere.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="nhap-bieu-ghi",
        audience=Audience.LIBRARIAN,
        screen="imports:batches",
        title=_("Import records from another program"),
        summary=_("A MARC file from Koha, Libol or another library: look at it first, import it, undo it if needed."),
        steps=(
            _("Open “Import records” on the desk, choose the file, and choose “Read the file”."),
            _(
                "Look at the numbers: what is new, what differs from a record of yours, what is doubtful, and what "
                "cannot be imported. Nothing is saved yet."
            ),
            _(
                "Decide about the doubtful records: this one of yours, a new record, or leave it out; then “Save "
                "decisions”."
            ),
            _("Choose what happens to records that you have already and where new ones go, then “Import the records”."),
            _("“Undo this import” takes everything back, also weeks later."),
        ),
        notes=(
            Note(
                _("Some records cannot be imported?"),
                _(
                    "Choose “Download these records” and the table of reasons. Correct them in the other program, "
                    "export them again, and import that file. The other records go on."
                ),
            ),
            Note(
                _("Which files can be read?"),
                _(
                    "MARC 21, MARCXML, Dublin Core, MODS, LOM, LRMI (JSON-LD), and lists in Excel, ODS or CSV. The "
                    "program recognises them by their content."
                ),
            ),
            Note(
                _("The same file again?"),
                _("Records that are the same are recognised, and nothing is created twice."),
            ),
        ),
    ),
    Topic(
        slug="danh-muc-sach",
        audience=Audience.LIBRARIAN,
        screen="imports:batches",
        title=_("Import a list of books from Excel"),
        summary=_(
            "The list as your school has it, with copies and prices: check the columns, correct rows, import it."
        ),
        steps=(
            _("Open “Import records” on the desk, choose the Excel, ODS or CSV file, and choose “Read the file”."),
            _(
                "Look at “What the columns hold”: each column with its first values. Correct what was guessed wrong, "
                "and choose “Save the columns and read again”. The next list with the same headings is read in the "
                "same way."
            ),
            _(
                "Look at the numbers: new, differs from yours, please decide, cannot be imported. Rows that follow "
                "each other and say the same of a book become one record with several copies."
            ),
            _("Choose how to import, then “Import the records”. “Undo this import” takes everything back."),
        ),
        notes=(
            Note(
                _("Some rows cannot be imported?"),
                _(
                    "Choose “Download these records”: an Excel file with these rows and the reason in the last column. "
                    "Correct it and import it; the other rows go on."
                ),
            ),
            Note(
                _("You begin a new list?"),
                _(
                    "Take the template on the same page. “List of books (Excel)” above the list of resources gives "
                    "what you have in the same columns; corrected and imported, it changes those records."
                ),
            ),
        ),
    ),
)
