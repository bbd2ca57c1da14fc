"""Help for school heads, officers and the administrator.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="can-bo",
        audience=Audience.OFFICER,
        title=_("What a school head and an officer can do"),
        summary=_("You see what is open to your role, and you sign for your school."),
        steps=(
            _("Sign in and check your role under your name, at “Acting as”."),
            _("Search and read as every reader does; “Why?” shows by which rule something is open."),
            _("Agreements that wait for your school are with your librarian; the head can sign them, too."),
        ),
        notes=(
            Note(
                _("Who sees how much a pupil reads?"),
                _("Nobody. When a loan ends, the name is erased from it."),
            ),
        ),
    ),
    Topic(
        slug="tong-quan",
        audience=Audience.OFFICER,
        screen="overview:page",
        title=_("Overview of your schools"),
        summary=_("The schools under you today: holdings, what is shared, agreements, activity. Numbers, no persons."),
        steps=(
            _("Choose “Overview” at the top of the page."),
            _("Each picture has its table: choose “The same as a table”."),
            _("Download a table for your report with “Download XLSX”."),
        ),
        notes=(
            Note(
                _("Why are some numbers missing?"),
                _("Loans and people are rounded, and fewer than five are not shown, so that nobody can be recognised."),
            ),
        ),
    ),
    Topic(
        slug="ki-thoa-thuan",
        audience=Audience.OFFICER,
        screen="sharing:agreements",
        title=_("Read and sign an agreement"),
        summary=_("Every sentence says who may do what; beside it is what becomes open."),
        steps=(
            _("Open “Agreements” and choose the one that waits for your signature."),
            _("Read the sentences, and look at “What this gives access to”."),
            _("Choose “Sign this agreement” or “Decline”."),
        ),
        notes=(
            Note(
                _("Can the text change after I signed?"),
                _("No. You sign the text that you read; a change needs a new agreement."),
            ),
        ),
    ),
    Topic(
        slug="quan-tri-bat-dau",
        audience=Audience.ADMINISTRATOR,
        screen="portal:first_steps",
        title=_("Set up a new library"),
        summary=_("From an empty installation to the first book."),
        steps=(
            _("Open “First steps” on the desk: it ticks itself off."),
            _("Name the library, add the first school, then its librarian."),
            _("Fill in “Contact and privacy” for the whole library."),
            _("Open “System status” and follow what it says."),
        ),
    ),
    Topic(
        slug="quan-tri-truong",
        audience=Audience.ADMINISTRATOR,
        screen="school:index",
        title=_("Schools and the units above them"),
        summary=_("Each school has a page, a desk and people of its own."),
        steps=(
            _("Open “School” and add one: name, code, kind, and the unit to which it belongs."),
            _("The code becomes part of the address and never changes: letters without marks and hyphens."),
            _("Add its librarian under “Members”. The librarian does the rest."),
        ),
    ),
    Topic(
        slug="quan-tri-nguoi",
        audience=Audience.ADMINISTRATOR,
        screen="membership:index",
        title=_("People of all schools"),
        summary=_("Librarians manage their own members. You help where they may not."),
        steps=(
            _("Find a person under “Members” by a part of the name."),
            _("“New temporary password” also works for people of two schools."),
            _("Give somebody the role of administrator: add a membership with that role. Have two of them."),
            _("Somebody leaves office: end the membership on the same day."),
        ),
        notes=(
            Note(
                _("I forgot my own password."),
                _("On the server: sudo tu-sach changepassword and your user name."),
            ),
            Note(
                _("Somebody asks for their data to be erased."),
                _(
                    "Wait until their loans are returned. On the server: sudo tu-sach erase_person USER-NAME --by "
                    "YOUR-USER-NAME says what would be deleted; with --yes it is done and cannot be undone. What they "
                    "uploaded stays, without the name."
                ),
            ),
        ),
    ),
    Topic(
        slug="gop-tai-khoan",
        audience=Audience.ADMINISTRATOR,
        screen="roster:merges",
        title=_("Merge two accounts of one person"),
        summary=_("Somebody moved to another school and got a second account."),
        steps=(
            _("Open “Merge accounts”. It lists accounts that probably belong to one person."),
            _("Choose “Look at both”, and compare name, school and class."),
            _("Choose “Yes, merge them” only if you are sure. “Undo” separates them again."),
        ),
    ),
    Topic(
        slug="tinh-trang",
        audience=Audience.ADMINISTRATOR,
        screen="health",
        title=_("System status: is everything working?"),
        summary=_("Each line says what is wrong, what is safe, and what to do."),
        steps=(
            _("Open “System status” once a week, and when somebody reports a problem."),
            _("Begin with the errors, then the warnings."),
            _("Do what the line says, then choose “Check again”."),
        ),
        notes=(
            Note(
                _("The same on the server?"),
                _("sudo tu-sach doctor shows the same list."),
            ),
            Note(
                _("A reader reports an error page?"),
                _("Ask for the day and the minute, and read the log of the server at that time."),
            ),
        ),
    ),
    Topic(
        slug="hang-doi",
        audience=Audience.ADMINISTRATOR,
        screen="workers",
        title=_("Queues and workers"),
        summary=_("Uploads, the search index and e-mail are worked on in the background."),
        steps=(
            _("Open “Queues and workers”: the page renews itself every five seconds."),
            _("A queue without a worker is marked: start the service tu-sach-workers on the server."),
            _("For a failed upload, read the reason, mend it, and choose “Try again”."),
            _("After a failure of the mail server, choose “Retry failed e-mails”."),
        ),
        notes=(
            Note(
                _("Is slow the same as broken?"),
                _("No. A thousand pages take their time; look whether the oldest task becomes younger."),
            ),
        ),
    ),
    Topic(
        slug="tu-dong-nghia",
        audience=Audience.ADMINISTRATOR,
        screen="synonym:index",
        title=_("Words that mean the same in the search"),
        summary=_("A reader who types one word also finds the other: SGK and sách giáo khoa."),
        steps=(
            _("Open “Synonyms”. The table begins with the language of schools."),
            _("Add a pair when readers do not find what the library has under another name."),
            _("Try the search afterwards, and take the pair out again if too much is found."),
        ),
    ),
    Topic(
        slug="sao-luu",
        audience=Audience.ADMINISTRATOR,
        title=_("Back up, restore, upgrade"),
        summary=_("Three commands on the server. Backups run every night by themselves."),
        steps=(
            _("Copy the folder /var/backups/tu-sach to another machine, with the settings file /etc/tu-sach.env."),
            _("Before larger work: sudo make backup in the folder of the program."),
            _("New version: sudo make upgrade. It goes back by itself if a step fails."),
            _("Twice a year, restore a backup on another machine, to know that it works."),
        ),
        notes=(
            Note(
                _("Where is the whole guide?"),
                _("In the folder docs/howto of the program: install.md, administer.md and run-for-a-province.md."),
            ),
        ),
    ),
    Topic(
        slug="trang-va-ngon-ngu",
        audience=Audience.ADMINISTRATOR,
        screen="wagtailadmin_explore_root",
        title=_("Pages, pictures and languages of the whole library"),
        summary=_("The common home page, texts for all schools, and translations."),
        steps=(
            _("Open “Pages” to change the common home page: lead, shelves, news."),
            _("Pages of schools are changed by their librarians."),
            _("“Reports” lists translations that are not finished."),
            _("Leave “Sites” and “Locales” under “Settings” as they are: the installation has set them."),
        ),
        notes=(
            Note(
                _("Which keys does the editor know?"),
                _("Press the question mark on the desk for the list."),
            ),
        ),
    ),
)
