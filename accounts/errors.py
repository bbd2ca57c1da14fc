"""The base of every named way to fail, and those of schools and people."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class UserFacingError(Exception):
    """Something was not done; `sentence` tells the person what happened, what is safe, what to do.

    A subclass sets `sentence` (with %(name)s placeholders for its details), `code` and `status`, the HTTP status.
    """

    sentence: ClassVar[str | Promise] = _("This could not be done.")
    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details = details

    @property
    def headers(self) -> dict[str, str]:
        """What the answer says beside the sentence."""
        return {}

    def __str__(self) -> str:
        return str(self.sentence) % self.details if self.details else str(self.sentence)


class NotFound(UserFacingError):
    """It is not there, or its existence is not for the asker to know: the two answer alike."""

    sentence = _("There is nothing at this address, or you do not have access.")
    code = "not_found"
    status = 404


class NotAllowed(UserFacingError):
    """The asker may know of it, but may not do this."""

    sentence = _("Your role in this school does not allow this.")
    code = "not_allowed"
    status = 403


class UserNameTaken(UserFacingError):
    """Somebody else has this user name."""

    sentence = _(
        "The user name %(username)s is already taken. Choose another; if it is the same person, enter "
        "the name exactly as in that account."
    )
    code = "user_name_taken"
    status = 409


class RateLimited(UserFacingError):
    """So many requests of one kind in so short a time; `seconds` says when the next one may come."""

    sentence = _("Too many requests in a short time. Nothing was changed. Try again in %(seconds)s seconds.")
    code = "too_often"
    status = 429

    @property
    def headers(self) -> dict[str, str]:
        """What tells programs how long to wait."""
        return {"Retry-After": str(self.details["seconds"])}


class TooManyLoginAttempts(RateLimited):
    """Wrong passwords for one account, or from one address; the account itself stays open."""

    sentence = _(
        "Too many wrong attempts. The account is not locked: try again in %(seconds)s seconds, or use a "
        "device where this account signed in before. If you forgot the password, ask your school's "
        "librarian."
    )
    code = "too_many_tries"


class TemporaryPasswordExpired(UserFacingError):
    """The password was given to her and never changed, and its days are over."""

    sentence = _(
        "This temporary password can no longer be used. Your account and everything in it are safe. Ask "
        "your school's librarian for a new one."
    )
    code = "first_password_over"
    status = 403
