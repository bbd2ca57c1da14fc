"""Help about printed copies, for librarians: entering, registers, labels.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="ban-sach-in",
        audience=Audience.LIBRARIAN,
        screen="circulation:register",
        title=_("Printed copies and registers"),
        summary=_("Each printed copy has its number, its barcode and its place; the registers print themselves."),
        steps=(
            _("Open “Printed copies” on the desk and choose “New printed book”. Scan the ISBN, or go on without one."),
            _("Enter how many copies there are, their price, source and room, then “Enter the book and its copies”."),
            _("Copies of a book that is there already: “Copies” on its page, then “Add copies”."),
            _("Print their “Labels”, from one number to another, and stick them on."),
            _("Take the register as “Excel” or “PDF to print”; the “General register” has what came in and went out."),
        ),
        notes=(
            Note(
                _("Our list of books had numbers and prices of copies."),
                _("“Enter all into the register” on the register makes copies of them. It can be undone."),
            ),
            Note(
                _("A copy is lost or torn."),
                _("Open it in the register: “Lost”, “In repair”, or “Remove from the register” with the reason."),
            ),
        ),
    ),
)
