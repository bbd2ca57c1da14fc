"""Help for pupils and teachers.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="hoc-sinh-dang-nhap",
        audience=Audience.PUPIL,
        screen="account_login",
        title=_("Your first sign-in"),
        summary=_("You have a slip with a user name and a temporary password. It works for two weeks."),
        steps=(
            _(
                "Choose “Sign in” at the top of the page and type what stands on the slip. Switch the Vietnamese "
                "keyboard off."
            ),
            _("Choose a password of your own that only you know. Three words that do not belong together are good."),
            _("Throw the slip away."),
        ),
        notes=(
            Note(
                _("It does not work?"),
                _(
                    "Look at the slip again: small letters, digits, hyphens. If it still does not work, ask your "
                    "teacher or the librarian for a new slip."
                ),
            ),
            Note(
                _("May a friend use my account?"),
                _("No. Everybody has their own."),
            ),
        ),
    ),
    Topic(
        slug="hoc-sinh-tim-bai",
        audience=Audience.PUPIL,
        screen="reading:results",
        title=_("Find something for your lesson"),
        summary=_("Books, recordings and exercises for your subject and grade."),
        steps=(
            _("Type the name of the lesson or a word from it."),
            _("Choose your subject and your grade under “Filters”."),
            _("Look at the sentence below each title: is it about your lesson? Then open it."),
            _("Do you quote from it? Copy the line under “Cite” into your work."),
        ),
    ),
    Topic(
        slug="giao-vien-chia-se",
        audience=Audience.TEACHER,
        title=_("Give a class something to read"),
        summary=_("By link or QR code. Pupils need nothing but a phone."),
        steps=(
            _("Open the page of the book, or the page of the book that you want them to read."),
            _("Choose “Share”, then “Link and QR code”."),
            _("Project the QR code, print it, or send the link to the class."),
            _("In a book, “Copy the link to this page” under “More” leads to the very page."),
        ),
        notes=(
            Note(
                _("Can the whole class read it at the same time?"),
                _(
                    "If the button says “Read now”: yes. If it is lent: as many as there are seats. Ask the "
                    "librarian before the lesson."
                ),
            ),
            Note(
                _("Do pupils see the same as I do?"),
                _(
                    "Not always: some things are open to teachers only. Ask the librarian, who can check it for a "
                    "pupil."
                ),
            ),
        ),
    ),
    Topic(
        slug="giao-vien-gui-tai-lieu",
        audience=Audience.TEACHER,
        title=_("Put your own lessons into the library"),
        summary=_("The librarian uploads them; they stay yours."),
        steps=(
            _("Save documents as PDF and recordings as MP4."),
            _(
                "Give them to the librarian with title, subject and grade, and say who may use them: everybody, "
                "the school, or teachers only."
            ),
            _("Look at the published page, and tell the librarian what to correct."),
        ),
        notes=(
            Note(
                _("May I hand in pages of a textbook or pictures from the internet?"),
                _("Only if their rights allow it. Say where they come from: the librarian records it."),
            ),
        ),
    ),
)
