"""The errors of favourites and lists, each with the sentence for the user."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import NotAllowed, UserFacingError


class SignInToSave(NotAllowed):
    """Nobody has signed in."""

    sentence = _("Sign in to save resources. Nothing was changed.")
    code = "sign_in_to_save"


class ListNameTaken(UserFacingError):
    """Another list of the same person has the name."""

    sentence = _("You already have a list named “%(name)s”. Nothing was changed. Choose another name.")
    code = "list_name_taken"
    status = 409


class TooManyLists(UserFacingError):
    """The person has as many lists as one person may have."""

    sentence = _("You have %(number)s lists, the largest number. Delete one that you no longer need, then try again.")
    code = "too_many_lists"
    status = 409


class ListIsFull(UserFacingError):
    """The list has as many entries as a list may have."""

    sentence = _("“%(name)s” holds %(number)s resources, the largest number. Nothing was added. Use another list.")
    code = "list_is_full"
    status = 409


class FavouritesArePrivate(UserFacingError):
    """Favourites cannot be shared, renamed or deleted."""

    sentence = _("Favourites are always private and cannot be renamed or deleted. Make a list to share.")
    code = "favourites_are_private"
    status = 409


class SharedInSchoolOnly(NotAllowed):
    """The person may share lists only with people of their school, or has no school."""

    sentence = _("You can share a list only with people of your school. Nothing was changed.")
    code = "shared_in_school_only"
