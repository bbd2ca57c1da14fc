"""Help for librarians and cataloguers: names and headings in a record, authorities from a file.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="ten-trong-bieu-ghi",
        audience=Audience.LIBRARIAN,
        title=_("Names and subject headings of a record"),
        summary=_(
            "Each name, subject heading and series of a record can be linked to its authority while you type, so that "
            "all records of an author come together."
        ),
        steps=(
            _("Open the record. Each name has a row of its own: type it as the title page has it."),
            _("After two letters, with or without diacritics, authorities are offered with their years and variants."),
            _("Choose one with the arrow keys and Enter, or touch it. The row then shows the linked authority."),
            _("Choose the role beside the name, for example illustrator. Enter begins the next row."),
            _("“Move up”, “Move down” and “Remove” order the rows."),
        ),
        notes=(
            Note(
                _("The title page has another form of the name?"),
                _("Leave it as it is. The record keeps the form of the title page beside the link."),
            ),
            Note(
                _("The wrong authority is linked?"),
                _("“Remove the link” takes it away; the name stays. Then choose another one, or type on."),
            ),
            Note(
                _("Nothing is offered?"),
                _(
                    "Type the whole name and save: it stays without an authority. “From the records” under "
                    "“Authorities” makes one of it later."
                ),
            ),
        ),
    ),
    Topic(
        slug="nhap-tieu-de-chuan",
        audience=Audience.LIBRARIAN,
        title=_("Import authorities from a file"),
        summary=_(
            "A cataloguer brings persons, bodies, subjects, places and series in from MARC 21 authority records: look "
            "at them first, import them, undo it if needed."
        ),
        steps=(
            _("Open “Authorities”, then “Import from a file” below the list. Choose the file, then “Check the file”."),
            _(
                "Look at the numbers: what is new, what differs, what is doubtful, and what cannot be imported, with "
                "the reason. Nothing is saved yet."
            ),
            _(
                "Decide about the doubtful ones: this authority of the node, a new one, or leave it out; then “Save "
                "decisions”. Without a decision they are left out."
            ),
            _("Choose the button that says how many are imported. You see how far it is and can leave the page."),
            _("“Undo all of it” on that page takes everything back, also weeks later."),
        ),
        notes=(
            Note(
                _("When is an authority the same?"),
                _(
                    "If it has the identifier of this program or the number of the same list; else if heading and "
                    "years of life agree. A name with other years, or a heading that several have, is doubtful."
                ),
            ),
            Note(
                _("Does the file overwrite my headings?"),
                _(
                    "Only a record with the same identifier or number changes a heading; the former one stays as a "
                    "variant. Notes and variants of the node are never lost."
                ),
            ),
            Note(
                _("What does undoing leave?"),
                _("New authorities that records use, and those that somebody edited since. The page names them."),
            ),
            Note(
                _("Which fields are not taken over?"),
                _("Each record names them; “All records as a table (CSV)” lists them all."),
            ),
        ),
    ),
)
