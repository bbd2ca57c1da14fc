"""Help for librarians: access, lending, people, agreements, the school's pages.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="mo-cho-ai",
        audience=Audience.LIBRARIAN,
        title=_("Who has access"),
        summary=_("Open a resource or a collection to a school, a group or a role, and close it again."),
        steps=(
            _("Open the record of the resource and choose “Who has access”."),
            _("Complete the sentence: which schools, which role, what they may do."),
            _("Choose “Grant access”. It takes effect at once."),
            _("“Revoke access” beside a line closes it again."),
        ),
        notes=(
            Note(
                _("How do I check what a pupil may do?"),
                _("Choose “Why?” on the page of the book, then the name of the member."),
            ),
        ),
    ),
    Topic(
        slug="cho-muon",
        audience=Audience.LIBRARIAN,
        title=_("Lend a book: licences and seats"),
        summary=_("A licence has seats: so many readers can borrow at the same time."),
        steps=(
            _("Open the lending page of the book, then “Add a licence”."),
            _("Enter the seats that you bought or own, and the days of each loan."),
            _("Choose “Lend”. Everyone who may borrow it can do so now."),
            _("“End this licence” stops new loans; loans that run end on their day."),
        ),
        notes=(
            Note(
                _("Nobody can borrow it?"),
                _("Is it open for borrowing to them? Look at “Who has access”."),
            ),
        ),
    ),
    Topic(
        slug="thanh-vien",
        audience=Audience.LIBRARIAN,
        screen="membership:index",
        title=_("People: add members, passwords, leavers"),
        summary=_("Everybody who reads with an account of your school."),
        steps=(
            _("Open “Members” and choose “Add member”: user name, full name, role (pupil, teacher, librarian)."),
            _("The temporary password is shown once. Write it down, or read it out."),
            _(
                "Forgotten password: tick the people, then “New temporary password”. It works for a whole class at "
                "once."
            ),
            _("Somebody leaves: tick them, then “End”. Their access ends with the next click."),
        ),
        notes=(
            Note(
                _("The user name is already taken?"),
                _(
                    "If it is the same person, write the full name exactly as in that account; otherwise choose "
                    "another user name."
                ),
            ),
            Note(
                _("A new password is refused?"),
                _("The account belongs to another school, too. Ask the administrator."),
            ),
        ),
    ),
    Topic(
        slug="danh-sach-lop",
        audience=Audience.LIBRARIAN,
        screen="roster:start",
        title=_("Take in a whole list of pupils or staff"),
        summary=_("From Excel or CSV, as your school's software exports it; again at the beginning of each year."),
        steps=(
            _(
                "On the desk open “Classes” and choose “Import a list”. Choose the file, who is in it and the school "
                "year."
            ),
            _("Look at the columns: what each of them holds is guessed, and you can correct it."),
            _(
                "Look at what will happen: who is new, who moves to another class, who is missing. Nothing is "
                "changed yet."
            ),
            _("Decide about names that occur twice, then import. “Undo this import” takes everything back."),
        ),
        notes=(
            Note(
                _("Some rows are wrong?"),
                _(
                    "Choose “Download these rows to correct them”, correct the file, and import it again. The other "
                    "rows go on."
                ),
            ),
        ),
    ),
    Topic(
        slug="lop-va-phieu",
        audience=Audience.LIBRARIAN,
        screen="roster:classes",
        title=_("Classes and login slips"),
        summary=_("A class with its pupils, and a sheet of slips to cut and hand out."),
        steps=(
            _("Open “Classes” and choose a class."),
            _("Choose “Login slips (PDF)”, and print the file once."),
            _("Hand the slips out. Each pupil chooses a password of their own at the first sign-in."),
        ),
        notes=(
            Note(
                _("A slip is lost?"),
                _("Give this pupil a new temporary password under “Members”. The slips of the others stay valid."),
            ),
        ),
    ),
    Topic(
        slug="truong",
        audience=Audience.LIBRARIAN,
        screen="school:index",
        title=_("Name and colour of your school"),
        summary=_("As readers see them on your pages."),
        steps=(
            _("Open “School” on the desk and choose the name."),
            _("Enter the name, the colour of headings and links, and the address of your own website."),
            _("Save. A colour that is too light to be read is refused."),
        ),
    ),
    Topic(
        slug="trang-cua-truong",
        audience=Audience.LIBRARIAN,
        title=_("Your school's home page, news and texts"),
        summary=_("Shelves, news and pages of your own, without any programming."),
        steps=(
            _("Open “Pages” and choose the home page of your school."),
            _("Add a block: a shelf from a search, a shelf of chosen resources, news, text, or a picture."),
            _("For news or a text, choose “Add child page”."),
            _("“Save draft” shows it to nobody. Publish it when it is ready."),
        ),
        notes=(
            Note(
                _("Must I write everything in two languages?"),
                _(
                    "No. A page without a translation shows the Vietnamese text. “Translate this page” makes a "
                    "translation."
                ),
            ),
        ),
    ),
    Topic(
        slug="hinh-anh",
        audience=Audience.LIBRARIAN,
        screen="wagtailimages:index",
        title=_("Pictures for your pages"),
        summary=_("Your school's own pictures for the home page and news."),
        steps=(
            _("Open “Images” and add a picture with a title that says what it shows."),
            _("Choose it in a page as a block of the kind “Picture”."),
        ),
        notes=(
            Note(
                _("May pupils be seen on pictures?"),
                _("Only with the consent of the parents, and from seven years of age also of the child."),
            ),
        ),
    ),
    Topic(
        slug="lien-he-rieng-tu",
        audience=Audience.LIBRARIAN,
        screen="portal:contact_form",
        title=_("Who answers, and your privacy page"),
        summary=_("Readers find both at the foot of every page."),
        steps=(
            _("Open “Contact and privacy” on the desk."),
            _("Enter who answers: an office or a name, a phone number or an e-mail address, and the hours."),
            _(
                "Read the text about privacy and change it so that it is true for your school. Let the person who "
                "is responsible for personal data check it."
            ),
            _("Save, and look at the two pages."),
        ),
    ),
    Topic(
        slug="thoa-thuan",
        audience=Audience.LIBRARIAN,
        screen="sharing:agreements",
        title=_("Agreements with other schools"),
        summary=_("Open a part of your shelf to another school, in sentences that both sign."),
        steps=(
            _("Open “Agreements”, choose “New agreement” and the partner school."),
            _("Write the clauses: who may do what, with which books, until when. Choose “Save this clause”."),
            _("Beside it you see exactly what becomes open."),
            _("Send the proposal. When the partner school has signed, it is in force."),
        ),
        notes=(
            Note(
                _("Can we end it?"),
                _("Each school can, at any time. Access ends at once."),
            ),
        ),
    ),
)
