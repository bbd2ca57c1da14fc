"""Help on lessons, subjects and Dewey numbers.

Texts in “ ” are names of buttons and menus, as the screens show them (tests/portal/test_help.py compares them).
"""

from django.utils.translation import gettext_lazy as _

from portal.help.topic import Audience, Note, Topic

TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="bai-hoc",
        audience=Audience.READER,
        screen="reading:lesson_lists",
        title=_("Find what belongs to a lesson"),
        summary=_("The lessons of your school's textbooks, each with what the library has for it."),
        steps=(
            _("Choose “Lessons” at the foot of the page, then the subject of your grade."),
            _("Choose the lesson: books, videos and worksheets for it are listed."),
            _("Another series in your class? “The same lesson in other series” leads to the corresponding lesson."),
        ),
        notes=(
            Note(
                _("I know the lesson. Can I search for it?"),
                _(
                    "Type bài 5 toán 6, or bài quang hợp sinh học 7: if one lesson is meant, what belongs to it "
                    "comes first. Under “Filters”, a subject or a grade also offers its lessons."
                ),
            ),
            Note(
                _("I am a teacher and know something for this lesson."),
                _("Open the page of the resource, choose “Say for which lessons it is”, and propose it."),
            ),
            Note(
                _("No lessons are shown?"),
                _("Sign in first. If there are none then, your librarian has not entered them yet."),
            ),
            Note(
                _("Can another program use the programme and the lessons?"),
                _("“The programme as a file” below the lists downloads them in the open format SKOS."),
            ),
        ),
    ),
    Topic(
        slug="nhap-bai-hoc",
        audience=Audience.LIBRARIAN,
        screen="reading:add_lessons",
        title=_("Enter lessons and link resources"),
        summary=_("A list is pasted once a year; each resource is linked in a few clicks."),
        steps=(
            _("Choose “Lessons” at the foot of the page, then “Enter a list”."),
            _(
                "Choose subject, grade and series. Paste the table of contents or the table of your plan, or choose an "
                "Excel file."
            ),
            _("“Read the list” shows what was understood, “Save the list” saves it; saving it again doubles nothing."),
            _("On the page of a resource choose “Lessons”: lessons with a similar title are proposed."),
            _("Two series? On a lesson choose “Edit the lesson” and tick the corresponding lessons."),
        ),
        notes=(
            Note(
                _("Who sees our lessons?"),
                _("The members of your school. What a department enters, all its schools see."),
            ),
            Note(
                _("What teachers propose"),
                _("It stands on the page of the lesson and of the resource until a librarian accepts or removes it."),
            ),
        ),
    ),
    Topic(
        slug="ki-hieu-ddc",
        audience=Audience.LIBRARIAN,
        screen="reading:import_captions",
        title=_("Captions of Dewey numbers"),
        summary=_("Readers see what a number means, and browse the shelf by numbers."),
        steps=(
            _("Prepare a sheet with two columns: the number and its caption, of the edition that your library owns."),
            _("Choose “Import captions”, paste the columns or choose an Excel, ODS or CSV file."),
            _("Records whose Dewey number begins with one of them show its caption."),
        ),
    ),
    Topic(
        slug="mon-hoc-bo-sach",
        audience=Audience.ADMINISTRATOR,
        screen="curriculum:index",
        title=_("Subjects and textbook series"),
        summary=_("The programme of 2018 is there. Add what a province or a gifted school teaches besides."),
        steps=(
            _("Open “Subjects and series” and add a subject or a series: its code stays for ever."),
            _("Choose the grades, and the unit whose local content it is."),
            _("Give an end date instead of deleting: records keep the subject."),
        ),
    ),
)
