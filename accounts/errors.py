"""The base class of all errors with a sentence for the user, and the errors of schools and people."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class UserFacingError(Exception):
    """An action was refused; `sentence` says what happened, what is not affected and what to do.

    A subclass sets `sentence` (with %(name)s placeholders for its details), `code` for programs, and the HTTP `status`.
    """

    sentence: ClassVar[str | Promise] = _("This could not be done.")
    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details = details

    @property
    def headers(self) -> dict[str, str]:
        """Return further headers of the HTTP answer."""
        return {}

    def __str__(self) -> str:
        return str(self.sentence) % self.details if self.details else str(self.sentence)


def saved_sentence(code: str, details: Mapping[str, Any]) -> str:
    """Return the sentence of an error that was saved as code and details, in the language of now; else empty."""
    return next((str(error(**details)) for error in _all_below(UserFacingError) if error.code == code), "")


def _all_below(cls: type[UserFacingError]) -> Iterator[type[UserFacingError]]:
    for below in cls.__subclasses__():
        yield below
        yield from _all_below(below)


class NotFound(UserFacingError):
    """The object does not exist, or the viewer may not know that it does; both give the same answer."""

    sentence = _("There is nothing at this address, or you do not have access.")
    code = "not_found"
    status = 404


class NotAllowed(UserFacingError):
    """The viewer may know of the object, but may not do this."""

    sentence = _("Your role in this school does not allow this.")
    code = "not_allowed"
    status = 403


class UserNameTaken(UserFacingError):
    """The user name belongs to another person."""

    sentence = _(
        "The user name %(username)s is already taken. Choose another; if it is the same person, enter "
        "the name exactly as in that account."
    )
    code = "user_name_taken"
    status = 409


class AlreadyMember(UserFacingError):
    """The person has this role in the school at the same time, with another end."""

    sentence = _(
        "%(name)s already has this role in the school. Nothing was changed. To change the end date, open the "
        "membership in the list."
    )
    code = "already_member"
    status = 409


class PasswordOfAnotherSchool(UserFacingError):
    """The account was created elsewhere, belongs or belonged to another school, or has a higher role."""

    sentence = _(
        "The account %(username)s was not created by your school, has belonged to another school, or has a role that "
        "you may not assign. Nothing was changed. Ask the node administrator for a temporary password."
    )
    code = "password_of_another_school"
    status = 403


class SchoolCodeTaken(UserFacingError):
    """Another school has the code."""

    sentence = _("The code %(code)s belongs to another school. Choose another code.")
    code = "school_code_taken"
    status = 409


class AdministratorExists(UserFacingError):
    """The installation has an administrator."""

    sentence = _(
        "This installation already has an administrator (%(username)s); nothing was changed. Administrators appoint "
        "others at the desk. For a forgotten password, run: python manage.py changepassword %(username)s"
    )
    code = "administrator_exists"
    status = 409


class StillSaving(UserFacingError):
    """The same form was sent before and is still being carried out."""

    sentence = _("This form was already sent and is still being saved. Wait a moment, then check whether it is there.")
    code = "still_saving"
    status = 409


class SavedAtTheSameTime(UserFacingError):
    """Another request wrote the same at the same moment."""

    sentence = _(
        "Another request saved the same at the same moment; yours changed nothing. Check whether it is there, then "
        "try again."
    )
    code = "saved_at_the_same_time"
    status = 409


class RateLimited(UserFacingError):
    """Too many requests of one kind; `seconds` is the time to wait."""

    sentence = _("Too many requests in a short time. Nothing was changed. Try again in %(seconds)s seconds.")
    code = "too_often"
    status = 429

    @property
    def headers(self) -> dict[str, str]:
        """Return Retry-After."""
        return {"Retry-After": str(self.details["seconds"])}


class TooManyLoginAttempts(RateLimited):
    """Too many wrong passwords for one account, or from one address; the account is not locked."""

    sentence = _(
        "Too many wrong attempts. The account is not locked: try again in %(seconds)s seconds, or use a "
        "device where this account signed in before. If you forgot the password, ask your school's "
        "librarian."
    )
    code = "too_many_tries"


class TemporaryPasswordExpired(UserFacingError):
    """The temporary password was not replaced in time."""

    sentence = _(
        "This temporary password can no longer be used. Your account and everything in it are safe. Ask "
        "your school's librarian for a new one."
    )
    code = "first_password_over"
    status = 403
