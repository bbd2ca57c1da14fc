"""Help for every reader: find, read, listen, borrow, sign in.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="tim-sach",
        audience=Audience.READER,
        screen="reading:results",
        title=_("Find a book or a lesson"),
        summary=_("Type what you remember: a title, a name, or words from inside a book."),
        steps=(
            _("Type into the search field at the top of the page. You may leave out the marks."),
            _("Choose a suggestion, or press Enter."),
            _(
                "Each result shows the sentence with your words and its place. Choose the sentence: the book opens "
                "at that page."
            ),
            _("Too many results? Choose a subject, a grade or a kind under “Filters”."),
        ),
        notes=(
            Note(
                _("The words must stand together?"),
                _("Put them in quotation marks."),
            ),
            Note(
                _("A letter is wrong, or the Vietnamese keyboard was off?"),
                _("The page shows what you probably meant and says so; the button there searches what you typed."),
            ),
            Note(
                _("Several schools have the same book?"),
                _("It is one result, which names the schools. The numbers beside the filters count it once, too."),
            ),
            Note(
                _("You want to browse by title?"),
                _("Sort “By title”, then choose a first letter above the list."),
            ),
            Note(
                _("Nothing found?"),
                _("Type fewer words, and choose “Clear all filters”."),
            ),
            Note(
                _("Can I send the list to others?"),
                _("Yes: copy the address of the page. Everyone who opens it sees what is open to them."),
            ),
        ),
    ),
    Topic(
        slug="trang-hoc-lieu",
        audience=Audience.READER,
        title=_("The page of a book or a recording"),
        summary=_("What it is, what you may do with it, and where else it is held."),
        steps=(
            _("The large button says what you can do now: read, watch, borrow, or sign in first."),
            _("“Why?” explains the rule by which it is open or closed to you."),
            _("Under “Share” are a link and a QR code to print or project."),
            _("Under “Cite” is the line for your list of sources."),
        ),
        notes=(
            Note(
                _("Does the link open the book to everybody?"),
                _("No. A link gives no access: each person sees only what is open to them."),
            ),
        ),
    ),
    Topic(
        slug="doc-sach",
        audience=Audience.READER,
        title=_("Read a book"),
        summary=_("Turn pages, search inside, read the text of a page, and continue where you stopped."),
        steps=(
            _("Choose “Read now”, or “Continue reading” if you have borrowed it."),
            _("Turn the page with the arrows, by swiping, or with the arrow keys."),
            _("“Search inside” finds words in this book; the place is marked on the page."),
            _("“Contents” leads to a chapter."),
            _("“Page text” shows the page as text: larger, to listen to with a screen reader, or to copy."),
        ),
        notes=(
            Note(
                _("Which keys can I use?"),
                _(
                    "The arrow keys turn pages, / searches inside, C opens the contents, T shows the text. The "
                    "whole list is under “More”, “Keyboard shortcuts”."
                ),
            ),
            Note(
                _("A page is damaged or unreadable?"),
                _("Tell your librarian the title and the page number: the page can be scanned again and replaced."),
            ),
        ),
    ),
    Topic(
        slug="nghe-va-xem",
        audience=Audience.READER,
        title=_("Watch or listen to a recording"),
        summary=_("With captions, a transcript, and a search that leads to the minute."),
        steps=(
            _("Choose “Watch now” or “Listen now”."),
            _("Switch captions on and off in the player."),
            _("Choose a line of the “Transcript” to hear it."),
            _("On a slow line, wait a moment after the start: the picture becomes smaller by itself."),
        ),
        notes=(
            Note(
                _("The recording stops?"),
                _(
                    "The loan may have ended, or the connection was lost. Open its page again: the button says "
                    "what you can do."
                ),
            ),
        ),
    ),
    Topic(
        slug="muon-va-tra",
        audience=Audience.READER,
        screen="reading:shelf",
        title=_("Borrow and return"),
        summary=_("Some books are lent: a limited number of people can read them at the same time."),
        steps=(
            _("Sign in. On the page of the book, choose the button that says for how many days you may borrow it."),
            _("Read. What you borrowed is on “My shelf”, the earliest due date first."),
            _("Finished? Choose “Return”: the next person can borrow it."),
        ),
        notes=(
            Note(
                _("What if I forget to return it?"),
                _("Nothing: the loan ends by itself on the due date."),
            ),
            Note(
                _("Who sees what I borrowed?"),
                _("When a loan ends, your name is erased from it."),
            ),
            Note(
                _("All seats are taken?"),
                _("The page shows the day by which a seat becomes free."),
            ),
        ),
    ),
    Topic(
        slug="danh-sach-cua-toi",
        audience=Audience.READER,
        screen="reading:lists",
        title=_("Favourites and lists"),
        summary=_("Keep what you want to find again; share a list with a class."),
        steps=(
            _("On the page of a book choose “Add to favourites”, or “Add to a list”."),
            _("Your lists are on “My shelf”. Put the books in order and write a note beside each."),
            _("“Share with a class” gives a link and a QR code; “Stop sharing” ends it."),
        ),
        notes=(
            Note(
                _("Does my list open books to others?"),
                _("No. Each person sees of it only what is open to them; your notes are shown to all who open it."),
            ),
        ),
    ),
    Topic(
        slug="da-doc",
        audience=Audience.READER,
        screen="reading:choices",
        title=_("What is recorded of your reading"),
        summary=_("Nothing, unless you ask for it."),
        steps=(
            _("Open “My choices” and say whether you want a reading history."),
            _("“Delete my history” erases it, at any time."),
            _("“Download my data” gives you a copy of everything that belongs to your account."),
        ),
    ),
    Topic(
        slug="khong-mo-duoc",
        audience=Audience.READER,
        title=_("A book does not open"),
        summary=_("Most often you are not signed in, or it is open to other schools or roles."),
        steps=(
            _("Sign in with the account of your school."),
            _("Do you have several roles? Choose another one under your name, at “Acting as”."),
            _("Choose “Why?” on the page of the book: it says what is missing."),
            _("Ask your librarian if the book should be open to you."),
        ),
        notes=(
            Note(
                _("The page says that there is nothing at this address?"),
                _("The book was withdrawn, or it may not be seen with your account."),
            ),
        ),
    ),
    Topic(
        slug="dang-nhap",
        audience=Audience.READER,
        screen="account_login",
        title=_("Sign in; a forgotten password"),
        summary=_("Your school gives you the account. Much can be read without one."),
        steps=(
            _("Choose “Sign in” at the top of the page."),
            _("Type user name and password exactly as on the slip that you were given."),
            _(
                "On a computer that others use, leave “Keep me signed in on this device” empty, and choose “Sign "
                "out” at the end."
            ),
        ),
        notes=(
            Note(
                _("I forgot my password."),
                _(
                    "With an e-mail address in your account: choose “I forgot my password”. Without one: ask your "
                    "librarian for a new password."
                ),
            ),
            Note(
                _("It says that there were too many attempts?"),
                _(
                    "Wait five minutes, then type the password slowly. Is the Vietnamese keyboard on? Switch it "
                    "off for the password."
                ),
            ),
        ),
    ),
    Topic(
        slug="tai-khoan",
        audience=Audience.READER,
        title=_("Your account: password, e-mail, role"),
        summary=_("Everything is in the menu under your name at the top of the page."),
        steps=(
            _("“Change password”: a sentence of several words is easy to remember and hard to guess."),
            _("“E-mail address”: with it you can set a new password yourself if you forget it."),
            _("“Acting as”: choose which of your roles you use now."),
            _("The globe at the top of the page changes the language, also that of e-mails to you."),
        ),
        notes=(
            Note(
                _("My name is misspelt, or I changed school."),
                _("Tell the librarian. Your user name stays the same."),
            ),
        ),
    ),
)
