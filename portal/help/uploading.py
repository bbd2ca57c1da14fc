"""Help for librarians: the desk, uploads, review, records.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="ban-thu-thu",
        audience=Audience.LIBRARIAN,
        screen="wagtailadmin_home",
        title=_("The librarian's desk"),
        summary=_("Everything that waits for you, and all your screens in one menu."),
        steps=(
            _("Choose “Librarian's desk” at the top of the page."),
            _("Begin with “To do”: each line leads to what waits."),
            _(
                "The menu on the left leads to uploads, resources, people and pages. On a phone it opens with the "
                "three bars."
            ),
            _("“Help” on each screen opens the explanation of that screen."),
        ),
        notes=(
            Note(
                _("I do not see the desk."),
                _("Choose your role as librarian under your name, at “Acting as”."),
            ),
        ),
    ),
    Topic(
        slug="tai-len",
        audience=Audience.LIBRARIAN,
        screen="ingest:uploads",
        title=_("Upload books and recordings"),
        summary=_("Scans, PDFs, videos and sound. The library reads them automatically, then you review them."),
        steps=(
            _("Open “Uploads” and drop the files into the field, or choose them."),
            _(
                "Pictures of pages belong in one folder or one ZIP file for each book, numbered in the order of "
                "the pages."
            ),
            _("Choose captions together with their video; both have the same name."),
            _("Choose “Upload”. You may close the page when the bars are full."),
        ),
        notes=(
            Note(
                _("The connection broke?"),
                _("Open the page again and choose the same file: only what is missing is sent."),
            ),
            Note(
                _("How should I scan?"),
                _("300 dots per inch, straight, in colour or grey, all pages in order."),
            ),
            Note(
                _("Word, PowerPoint, e-books?"),
                _("Save them as PDF first."),
            ),
        ),
    ),
    Topic(
        slug="tien-do",
        audience=Audience.LIBRARIAN,
        screen="ingest:uploads",
        title=_("Follow an upload; what to do about errors"),
        summary=_("The page of an upload shows each step, what is missing and what you can do."),
        steps=(
            _("Open “Uploads” and choose the name of the file."),
            _("In progress: you need not wait; it appears under “To do” when it is ready."),
            _("A page could not be read: scan it again and choose “Replace the page”."),
            _("Failed: choose “Try again”. If it fails again, tell the administrator the name of the file."),
            _("Refused: the page says why the file cannot be taken and what to send instead."),
        ),
        notes=(
            Note(
                _("Wrong file?"),
                _("Choose “Cancel the upload”."),
            ),
        ),
    ),
    Topic(
        slug="duyet",
        audience=Audience.LIBRARIAN,
        screen="ingest:uploads",
        title=_("Review and publish"),
        summary=_("A minute for each book: compare, choose who may read, publish."),
        steps=(
            _("Choose “Review and publish” beside the upload."),
            _("Compare title, creators and year with the title page, and correct them."),
            _("Choose subject, grade and kind, so that readers find it."),
            _(
                "Choose the rights. If you do not know them, leave them open and clear them later: until then it "
                "is on your list."
            ),
            _("Choose who may find, read and borrow it. Then choose “Publish”."),
        ),
        notes=(
            Note(
                _("Can I change it later?"),
                _("Yes, everything, at any time: on the desk under “Resources”."),
            ),
        ),
    ),
    Topic(
        slug="ban-quyen",
        audience=Audience.LIBRARIAN,
        title=_("Rights: what may be shown to whom"),
        summary=_("What is freely available, what your school only may lend, and what to ask first."),
        steps=(
            _("Works of your teachers: ask them, and choose what they allow."),
            _("Works in the public domain and under open licences: open them to everybody."),
            _(
                "Works in copyright: only as their rights holder or your licence allows; lend them with the number "
                "of seats that you have."
            ),
            _(
                "Not sure? Open it to nobody but your librarians until it is cleared, and write what you know into "
                "the note on rights."
            ),
        ),
        notes=(
            Note(
                _("Who decides in the end?"),
                _("The school answers for what it shows. Ask the head of your school in doubt."),
            ),
        ),
    ),
    Topic(
        slug="hoc-lieu-cua-truong",
        audience=Audience.LIBRARIAN,
        screen="resource:index",
        title=_("The resources of your school"),
        summary=_("The list of everything your school owns: find, correct, publish, withdraw, export."),
        steps=(
            _("Open “Resources” on the desk. Type a part of a title, or filter."),
            _("Choose a title to correct its record; “History” shows who changed what."),
            _("Tick several to publish, to withdraw, or to add them to a collection at once."),
            _("“View as a reader” shows the public page."),
        ),
        notes=(
            Note(
                _("What happens when I withdraw something?"),
                _("Readers no longer find it, and loans end. Nothing is deleted: you can publish it again."),
            ),
            Note(
                _("How do I get the list in the order of the shelf?"),
                _(
                    "Choose the heading “Call number”, or download “Shelf list (Excel)”. Books without a call number "
                    "come last."
                ),
            ),
            Note(
                _("Another school has the same book?"),
                _(
                    "“Same edition” above its record makes both one result with both schools, and parts them again. "
                    "Files, covers, links and loans stay with each school."
                ),
            ),
        ),
    ),
    Topic(
        slug="thay-doi-hang-loat",
        audience=Audience.LIBRARIAN,
        screen="changesets:change_sets",
        title=_("Changes of many records"),
        summary=_("What an import or an edit of many records changed, how far it has come, and how to take it back."),
        steps=(
            _("In “Resources” search, filter and choose “Edit all found”; or tick some and choose “Edit together”."),
            _("Choose what is to change. The preview shows how many records would change, and the first of them."),
            _("Open “Changes of many records” on the desk to see what was changed."),
            _("While it is carried out you see how far it has come. You can leave the page; the work goes on."),
            _("“Undo all of it” makes each record what it was before, also weeks later."),
        ),
        notes=(
            Note(
                _("Somebody corrected one of the records in the meantime?"),
                _("The correction stays, and the page lists the record so that you can look at it."),
            ),
        ),
    ),
    Topic(
        slug="tieu-de-chuan",
        audience=Audience.LIBRARIAN,
        screen="authorities:list",
        title=_("Authorities: one heading for each author and subject"),
        summary=_(
            "Records that write one name in several ways come together under one heading. Each record keeps what its "
            "title page says."
        ),
        steps=(
            _("Open “Authorities” on the desk, then “From the records”: tick the names that are spelt right."),
            _("From then on, new records with this name or one of its variants are linked by themselves."),
            _("To correct a heading, open it and choose “Change it”: all its records follow in the background."),
            _("“Look the same” lists pairs that may be one; a cataloguer merges them or says that they are two."),
        ),
        notes=(
            Note(
                _("Who changes a heading for all schools?"),
                _(
                    "A cataloguer: the node administrator gives this role to a person. A librarian’s change holds in "
                    "the own school at once; the other schools see it as a proposal until a cataloguer decides."
                ),
            ),
            Note(
                _("Can a change be undone?"),
                _("Yes, as a whole, under “Changes of many records”. What was edited in the records since then stays."),
            ),
        ),
    ),
    Topic(
        slug="bieu-ghi-marc",
        audience=Audience.LIBRARIAN,
        title=_("The MARC record"),
        summary=_("The record field by field, as other libraries exchange it, and its download."),
        steps=(
            _("Open a resource and choose “MARC record” in the bar for its librarians."),
            _("Each line is a field: tag, indicators, then the subfields, each after $ and its letter."),
            _("F2 explains the field. “Keys” lists the keys that add, move and remove fields."),
            _("“Save the MARC record” also changes title, names and the other values in the form of the record."),
            _("The links at the end download the record as MARC 21, MARCXML, Dublin Core, LOM or MODS."),
        ),
        notes=(
            Note(
                _("Something was not saved?"),
                _("Each line that needs a correction says which. What you typed stays in the form."),
            ),
            Note(
                _("Do I lose fields that I do not know?"),
                _("No. A field that you do not touch stays exactly as it came."),
            ),
        ),
    ),
    Topic(
        slug="tep-bia-muc-luc",
        audience=Audience.LIBRARIAN,
        title=_("Files, captions, cover, contents, page numbers"),
        summary=_("What can be added and corrected after publishing."),
        steps=(
            _("Open the page of the resource. The links for its librarians stand there."),
            _("“Files and captions”: see the files, and add captions to a recording later."),
            _("“Cover and contents”: choose a page or a picture as the cover, and write the table of contents."),
            _("“Page numbers”: say which number is printed on a page where it was misread."),
        ),
    ),
    Topic(
        slug="bo-suu-tap",
        audience=Audience.LIBRARIAN,
        screen="collection:index",
        title=_("Collections"),
        summary=_("Resources that belong together: for a project, a competition, a shelf on the home page."),
        steps=(
            _("Open “Collections” and add one with a name."),
            _("In the list of resources, tick what belongs into it and choose “Add to a collection”."),
            _("“Who has access” opens the whole collection at once, also what you add later."),
        ),
    ),
    Topic(
        slug="chua-tim-duoc",
        audience=Audience.LIBRARIAN,
        title=_("Readers cannot find a resource"),
        summary=_("The search engine did not accept it. It can still be opened, read and borrowed."),
        steps=(
            _("Open “Not indexed”: each line says what is missing and why."),
            _("Correct what the reason names, for example a title that is far too long."),
            _("Choose “Try again”."),
        ),
        notes=(
            Note(
                _("It is not on that list?"),
                _(
                    "Is it published, and open to the reader? Choose “Why?” on its page and check a member of your "
                    "school."
                ),
            ),
        ),
    ),
)
