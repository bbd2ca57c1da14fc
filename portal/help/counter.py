"""Help for librarians: the desk at which printed books go out and come back, and its rules.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="quay-muon-tra",
        audience=Audience.LIBRARIAN,
        screen="circulation:desk",
        title=_("The lending desk"),
        summary=_("Scan the card, then the books. A book scanned alone comes back."),
        steps=(
            _("Open “Lending desk”. The cursor stays in the scan field; no mouse is needed."),
            _("Scan the reader's card, then each book. Each gets an answer with its due date."),
            _("Press Enter in the empty field: you have ended with this reader. A book scanned now is returned."),
            _("A pile of returned books: choose “Return everything” and scan one after the other."),
            _("No card? Find the reader by name or class below, and choose the name."),
            _("“Overdue” lists what is late by class, and prints notices. “Library cards” prints cards of a class."),
        ),
        notes=(
            Note(
                _("A whole class borrows?"),
                _(
                    "Scan the teacher's card, tick “Lend a class set: the most loans at once do not count”, and scan "
                    "all books, or paste their barcodes, one on each line."
                ),
            ),
            Note(
                _("The line is cut?"),
                _(
                    "Go on scanning and leave the page open. The scans wait on this computer, without names, and are "
                    "posted once when the line is back. What was refused then is listed."
                ),
            ),
            Note(
                _("The desk says no, but the book should go out?"),
                _("Where that is possible, “Do it all the same” stands below the answer."),
            ),
        ),
    ),
    Topic(
        slug="quy-dinh-muon",
        audience=Audience.LIBRARIAN,
        screen="circulation:rules",
        title=_("Lending rules and closed days"),
        summary=_("For how long, how many, how often: a table of your school."),
        steps=(
            _("Open “Lending desk”, then “Lending rules”. The default rows apply until you choose “Change them”."),
            _("“Add a row” for a kind, a grade, a room or a collection. The first row that fits decides."),
            _(
                "Under “What would happen today?” choose a reader and a book, then “Try it”: it names the row that "
                "decides."
            ),
            _("Enter holidays and the summer under “Closed days”. No loan is due on them."),
        ),
        notes=(
            Note(
                _("Textbooks until the end of the school year?"),
                _("A row may say so. The last day of the year is entered under “Classes and lists”."),
            ),
        ),
    ),
)
