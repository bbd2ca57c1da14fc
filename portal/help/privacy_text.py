"""The text about privacy that stands on the page until a school or the node writes its own.

It says what this program stores. Its points follow Law 91/2025/QH15 (articles 19 and 24) and Decree 356/2025/ND-CP; the
form on the desk asks to have it checked by a person who is responsible for personal data.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

MAX_HEADING_LENGTH = 80  # characters

DEFAULT = (
    (
        _("What we store about you"),
        _(
            "Your full name, user name, role, school and class, in order to know what is open to you; your e-mail "
            "address, if you enter one. The school's lists may add your date of birth and the number by which the "
            "education sector knows you, to tell people of one name apart. Your password is stored in a form from "
            "which nobody can read it."
        ),
    ),
    (
        _("What you read"),
        _(
            "We keep no list of what you read or search, unless you ask for a reading history; you can delete "
            "it at any time. Favourites, lists and bookmarks are stored because you make them; you alone see "
            "them, unless you share a list. What you borrow is stored with your name while you have it; when "
            "the loan ends, your name is erased from it. What people read counts as sensitive data, so we store "
            "as little of it as possible."
        ),
    ),
    (
        _("What we use it for"),
        _(
            "Only to open books and lessons to you, to lend them, and to keep your account safe. There is no "
            "advertising, nothing is sold, and nothing is loaded from other companies. Cookies serve the sign-in and "
            "the language alone."
        ),
    ),
    (
        _("Who sees it"),
        _(
            "The librarians of your school see your name, user name, role and class. The administrators who run the "
            "library can see them, too. Other schools do not, even if an agreement opens their books to you."
        ),
    ),
    (
        _("How long"),
        _(
            "Your account exists as long as you belong to the school. When you leave, your access ends; the school "
            "deletes what it no longer needs."
        ),
    ),
    (
        _("Pupils"),
        _(
            "For a child, a parent or guardian may ask and decide. We publish nothing about the private life of a "
            "pupil, and no picture of one, without the consent of the parents and, from seven years of age, of the "
            "pupil."
        ),
    ),
    (
        _("Your rights"),
        _(
            "You may ask what is stored about you, have it corrected or deleted, restrict or object to its use, and "
            "withdraw a consent. You receive a first answer within two working days. If you are not content with the "
            "answer, you may complain to the authority."
        ),
    ),
)


@dataclass(frozen=True)
class Paragraphs:
    """A part of the page: a heading, perhaps empty, and its text."""

    heading: str
    text: str


def default_text() -> str:
    """Return the text of the product in the active language, as it is edited."""
    return "\n\n".join(f"{heading}\n{text}" for heading, text in DEFAULT)


def own_text(text: str) -> str:
    """Return the text, or nothing if it is that of the product in one of the languages: then later versions apply."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            if text.split() == default_text().split():
                return ""
    return text


def parts_of(text: str) -> Iterator[Paragraphs]:
    """Yield the parts of a text: a blank line ends one; a short first line without a full stop is its heading."""
    for block in text.split("\n\n"):
        first, _break, rest = block.strip().partition("\n")
        if rest and len(first) <= MAX_HEADING_LENGTH and not first.endswith((".", ",", ";")):
            yield Paragraphs(first, rest)
        elif block.strip():
            yield Paragraphs("", block.strip())


def hint() -> str:
    """Return what the form says about the field."""
    return gettext(
        "The text says what this program stores, and follows Law 91/2025/QH15 and Decree 356/2025/ND-CP. Change it so "
        "that it is true for you, and let the person who is responsible for personal data check it. An empty line ends "
        "a part; a short first line becomes its heading. Leave the field empty to return to the text of the program."
    )
