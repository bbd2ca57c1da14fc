"""Help about copy cataloguing, for librarians and for the administrator who lists the catalogues.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="bien-muc-sao-chep",
        audience=Audience.LIBRARIAN,
        screen="copy_cataloguing:start",
        title=_("Records of printed books by ISBN"),
        summary=_("Scan the books of a shelf one after the other; their records come from other catalogues."),
        steps=(
            _("Open “Copy cataloguing” on the desk and click into the field “ISBN”."),
            _("Scan the barcode of a book with a scanner or with “Camera”, or type its ISBN and press Enter."),
            _("Go on with the next book at once. Everything is stored; you can close the page and come back."),
            _("Look through the list: the fullest record is offered, and a book that you have already is named."),
            _("Choose “Take” for one book, or take all found books together. They become drafts without a file."),
        ),
        notes=(
            Note(
                _("A record is poor or wrong."),
                _("Open the title: all records of the book stand side by side. The keys 1 to 6 take one of them."),
            ),
            Note(
                _("No catalogue knows the book, or it has no ISBN."),
                _("“Enter by hand” in its line, or the link below the field, makes a draft from the title alone."),
            ),
            Note(
                _("I took the wrong books."),
                _("“Undo” takes one back. Books that were taken together are also taken back together."),
            ),
            Note(
                _("A catalogue does not answer."),
                _("The others answer all the same. After a minute, “Ask again” asks it once more."),
            ),
            Note(
                _("The barcode is refused."),
                _("Barcodes that begin with 893 are those of the shop. Type the ISBN that begins with 978 or 979."),
            ),
        ),
    ),
    Topic(
        slug="nguon-bien-muc",
        audience=Audience.ADMINISTRATOR,
        screen="target:index",
        title=_("Catalogues from which schools copy records"),
        summary=_("You list the catalogues of other libraries; librarians find records there by ISBN."),
        steps=(
            _("Open “Catalogues to copy from” and add one: name, protocol, host, port and database."),
            _("The operator of the catalogue publishes these values, under SRU or Z39.50."),
            _("After saving, “Test” asks the catalogue for one book and shows what it answers."),
            _("A small number in “order” is shown first. Take a catalogue that is gone out of use."),
        ),
        notes=(
            Note(
                _("What does Z39.50 need?"),
                _("The program yaz on the server; “System status” says if it is missing. SRU needs nothing."),
            ),
            Note(
                _("A catalogue is slow or dead."),
                _("It is asked for at most five seconds, then left alone for a minute. Nobody waits for it."),
            ),
        ),
    ),
)
